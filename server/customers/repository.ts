import { customers } from '#db/schema/customers.ts';
import type { Tx } from '#server/platform/database.ts';

export async function insertSystemCustomer(tx: Tx, values: { id?: string; name: string }): Promise<string> {
  const [row] = await tx.insert(customers).values(values).returning({ id: customers.id });
  if (!row) throw new Error('customer not stored');
  return row.id;
}

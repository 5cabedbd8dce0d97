import { eq } from 'drizzle-orm';
import { dataKeys } from '#db/schema/customers.ts';
import type { Tx } from './database.ts';
import { type DataKey, newDataKey, unwrapDataKey } from './secrets.ts';

const cache = new Map<string, DataKey>();

/** The customer's data key; made on first use. Works inside any transaction that may see the customer. */
export async function dataKeyOf(tx: Pick<Tx, 'select' | 'insert'>, customerId: string): Promise<DataKey> {
  const known = cache.get(customerId);
  if (known) return known;
  const { dataKey, stored } = newDataKey(customerId);
  await tx
    .insert(dataKeys)
    .values({ customerId, ...stored })
    .onConflictDoNothing();
  const [row] = await tx.select().from(dataKeys).where(eq(dataKeys.customerId, customerId));
  if (!row) throw new Error(`no data key for customer ${customerId}`);
  // Another writer may have won the insert: only the stored one counts.
  const key = Buffer.from(row.wrapped).equals(Buffer.from(stored.wrapped))
    ? dataKey
    : unwrapDataKey(customerId, row);
  cache.set(customerId, key);
  return key;
}

/** Test databases reuse customer ids with other keys. */
export function forgetDataKeys(): void {
  cache.clear();
}

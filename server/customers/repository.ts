import { eq, sql } from 'drizzle-orm';
import { customers } from '#db/schema/customers.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Customer, CustomerSettings } from './contract.ts';

export async function insertSystemCustomer(tx: Tx, values: { id?: string; name: string }): Promise<string> {
  const [row] = await tx.insert(customers).values(values).returning({ id: customers.id });
  if (!row) throw new Error('customer not stored');
  return row.id;
}

const select = (tx: Tx, { customerId }: TenantScope) =>
  tx
    .select({
      id: customers.id,
      name: customers.name,
      keepsHistory: customers.keepsHistory,
      createdAt: customers.createdAt,
      modifiedAt: customers.modifiedAt,
    })
    .from(customers)
    .where(eq(customers.id, customerId));

export async function selectCustomer(tx: Tx, scope: TenantScope): Promise<Customer | null> {
  const [row] = await select(tx, scope);
  return row ?? null;
}

export async function lockCustomer(tx: Tx, scope: TenantScope): Promise<Customer | null> {
  const [row] = await select(tx, scope).for('update');
  return row ?? null;
}

export async function updateCustomerSettings(
  tx: Tx,
  { customerId }: TenantScope,
  values: Partial<Omit<CustomerSettings, 'id'>>,
): Promise<void> {
  await tx
    .update(customers)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(eq(customers.id, customerId));
}

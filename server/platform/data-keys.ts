import { eq } from 'drizzle-orm';
import { dataKeys } from '#db/schema/customers.ts';
import type { Tx } from './database.ts';
import { type DataKey, newDataKey, unwrapDataKey } from './secrets.ts';

const cache = new Map<string, DataKey>();

/** The customer's data key; made on first use. Works inside any transaction that may see the customer. */
export async function dataKeyOf(tx: Pick<Tx, 'select' | 'insert'>, customerId: string): Promise<DataKey> {
  const known = cache.get(customerId);
  if (known) return known;
  const stored = await storedKey(tx, customerId);
  if (stored) {
    const key = unwrapDataKey(customerId, stored);
    cache.set(customerId, key);
    return key;
  }
  await tx
    .insert(dataKeys)
    .values({ customerId, ...newDataKey(customerId).stored })
    .onConflictDoNothing();
  // Another writer may have won the insert: only the stored one counts.
  const made = await storedKey(tx, customerId);
  if (!made) throw new Error(`no data key for customer ${customerId}`);
  // Not cached yet: the transaction may still be rolled back, and the key with it.
  return unwrapDataKey(customerId, made);
}

async function storedKey(tx: Pick<Tx, 'select'>, customerId: string) {
  const [row] = await tx.select().from(dataKeys).where(eq(dataKeys.customerId, customerId));
  return row;
}

/** Test databases reuse customer ids with other keys. */
export function forgetDataKeys(): void {
  cache.clear();
}

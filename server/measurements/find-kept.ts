import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { installationWeeks } from './installation-weeks.ts';
import { selectKeptFacts } from './kept.sql.ts';
import { type Kept, keptOf, toldSince } from './rules.ts';

/** Of a device of this customer, how long its measurements are kept; unknown and foreign are the same refusal. */
async function findKept(tx: Tx, scope: TenantScope, deviceId: string): Promise<Kept> {
  const facts = await selectKeptFacts(tx, scope, deviceId);
  if (!facts) throw notFound('devices');
  return keptOf(facts, installationWeeks());
}

/** From when on its measurements may be told; null: all that stand there. */
export async function findToldSince(tx: Tx, scope: TenantScope, deviceId: string): Promise<Date | null> {
  return toldSince(await findKept(tx, scope, deviceId), systemClock.now());
}

export async function getKept(actor: Actor, { id }: { id: string }): Promise<Kept> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, (tx) => findKept(tx, scope, id));
}

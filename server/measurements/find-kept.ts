import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { installationWeeks } from './installation-weeks.ts';
import { type ReadFacts, selectKeptFacts } from './kept.sql.ts';
import { type Kept, keptOf, toldSince } from './rules.ts';

/** Of a device of this customer; unknown and foreign are the same refusal. */
async function findFacts(tx: Tx, scope: TenantScope, deviceId: string): Promise<ReadFacts> {
  const facts = await selectKeptFacts(tx, scope, deviceId);
  if (!facts) throw notFound('devices');
  return facts;
}

export interface Told {
  /** From when on its measurements may be told; null: all that stand there. */
  since: Date | null;
  hasFar: boolean;
}

export async function findTold(tx: Tx, scope: TenantScope, deviceId: string): Promise<Told> {
  const facts = await findFacts(tx, scope, deviceId);
  const since = toldSince(keptOf(facts, installationWeeks()), systemClock.now());
  return { since, hasFar: facts.hasFar };
}

/** How long the measurements of a device are kept. */
export async function getKept(actor: Actor, { id }: { id: string }): Promise<Kept> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => keptOf(await findFacts(tx, scope, id), installationWeeks()));
}

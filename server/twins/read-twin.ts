import { type Actor, authorize } from '#server/access/actor.ts';
import { selectOutcomes } from '#server/downlinks/outcomes.sql.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Reported } from './contract.ts';
import { selectMedianInterval, selectTwin } from './repository.ts';
import { selectResends } from './resends.sql.ts';
import type { Twin } from './twin-contract.ts';
import { twinView } from './view.ts';

export async function getTwin(actor: Actor, { deviceId }: { deviceId: string }): Promise<Twin> {
  const scope = authorize(actor, 'twins.read');
  return tenantTransaction(scope, async (tx) => {
    const row = await selectTwin(tx, scope, deviceId);
    if (!row) throw notFound('devices');
    return twinView(row, {
      outcomes: await selectOutcomes(
        tx,
        scope,
        Object.values(row.desired).map(({ downlinkId }) => downlinkId),
      ),
      resends: await selectResends(tx, scope, deviceId),
      medianIntervalSeconds: await selectMedianInterval(tx, scope, deviceId),
      now: systemClock.now(),
    });
  });
}

/** For other nouns' use cases. */
export async function reportedOf(tx: Tx, scope: TenantScope, deviceId: string): Promise<Reported> {
  return (await selectTwin(tx, scope, deviceId))?.reported ?? {};
}

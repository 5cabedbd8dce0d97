import { type Actor, authorize } from '#server/access/actor.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Reported } from './contract.ts';
import { selectTwin } from './repository.ts';
import type { Twin } from './twin-contract.ts';
import { twinView } from './view.ts';

export async function getTwin(actor: Actor, { deviceId }: { deviceId: string }): Promise<Twin> {
  const scope = authorize(actor, 'twins.read');
  const row = await tenantTransaction(scope, (tx) => selectTwin(tx, scope, deviceId));
  if (!row) throw notFound('devices');
  return twinView(row);
}

/** For other nouns' use cases. */
export async function reportedOf(tx: Tx, scope: TenantScope, deviceId: string): Promise<Reported> {
  return (await selectTwin(tx, scope, deviceId))?.reported ?? {};
}

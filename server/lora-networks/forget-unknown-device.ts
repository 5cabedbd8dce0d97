import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { claimCallers } from '#server/doors/repository.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { deleteUnknownDevice, deleteUnknownDevices, forgetSightedByPlatform } from './repository.ts';

/** Takes a sighting off the list; the device comes back when it is heard again. */
export async function forgetUnknownDevice(
  actor: Actor,
  input: { connectionId: string; network: string; identifier: string },
): Promise<void> {
  const scope = authorize(actor, 'lora-connections.update');
  await tenantTransaction(scope, async (tx) => {
    if (!(await deleteUnknownDevice(tx, scope, input))) throw notFound('lora-connections');
    await recordAudit(tx, actor, {
      operation: 'lora-connections.update',
      object: { kind: 'lora-connection', id: input.connectionId },
      before: { unknownDevice: input.identifier },
    });
  });
}

/** For the use case that has just stored adapters: they are unknown no more, at whatever connection they were heard. */
export async function noLongerUnknown(
  tx: Tx,
  scope: TenantScope,
  network: string,
  identifiers: string[],
): Promise<void> {
  if (identifiers.length === 0) return;
  await deleteUnknownDevices(tx, scope, network, identifiers);
  await forgetSightedByPlatform(tx, network, identifiers);
  await claimCallers(tx, network, identifiers);
}

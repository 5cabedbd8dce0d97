import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { requeueFailedOf, returnToInventory } from '#server/lora-registrations/requeue.sql.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { generateConnectionSecret, sealConnectionSecret } from './connection-secret.ts';
import type { ConnectionSecret, ConnectionUpdate } from './contract.ts';
import { deleteConnectionRow, lockConnection, updateAccess, updateConnectionRow } from './repository.ts';
import { webhookAddresses } from './webhook-address.ts';

/** A new name; on and off. A disabled connection refuses every message. */
export async function updateConnection(actor: Actor, { id, ...wanted }: ConnectionUpdate): Promise<void> {
  const scope = authorize(actor, 'lora-connections.update');
  await tenantTransaction(scope, async (tx) => {
    const connection = await lockConnection(tx, scope, id);
    if (!connection) throw notFound('lora-connections');
    await storeChanges(tx, actor, {
      operation: 'lora-connections.update',
      kind: 'lora-connection',
      present: connection,
      wanted,
      store: (after) => updateConnectionRow(tx, scope, id, after),
    });
    if (wanted.status === 'active') await requeueFailedOf(tx, id);
  });
}

/** The old secret stops working at once. */
export async function rotateSecret(
  actor: Actor,
  { id, lrcAsKey }: { id: string; lrcAsKey?: string | undefined },
): Promise<ConnectionSecret> {
  const scope = authorize(actor, 'lora-connections.update');
  return tenantTransaction(scope, async (tx) => {
    const connection = await lockConnection(tx, scope, id);
    if (!connection) throw notFound('lora-connections');
    const { name, provider } = connection;
    const secret = provider === 'thingpark' && lrcAsKey ? lrcAsKey : generateConnectionSecret(provider);
    await updateAccess(tx, scope, id, { secret: await sealConnectionSecret(tx, scope, id, secret) });
    await recordAudit(tx, actor, {
      operation: 'lora-connections.update',
      object: { kind: 'lora-connection', id, name },
      after: { secret: 'replaced' },
    });
    return { id, secret, ...webhookAddresses(id, provider) };
  });
}

/**
 * Devices and their history stay; refusals and unknown devices of the connection go. Its devices are back in the
 * inventory, whoever's they are: what is at the network server stays there, for whoever works there.
 */
export async function deleteConnection(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'lora-connections.delete');
  await tenantTransaction(scope, async (tx) => {
    const connection = await lockConnection(tx, scope, id);
    if (!connection) throw notFound('lora-connections');
    const { name, provider, status } = connection;
    await returnToInventory(tx, id);
    await deleteConnectionRow(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'lora-connections.delete',
      object: { kind: 'lora-connection', id, name },
      before: { name, provider, status },
    });
  });
}

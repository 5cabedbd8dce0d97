import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { openConnectionSecret } from './connection-secret.ts';
import type { ConnectionSecret } from './contract.ts';
import { lockConnection, selectAccess } from './repository.ts';
import { webhookAddresses } from './webhook-address.ts';

/** For copying into the network server. Changes nothing, but who looked stands in the audit log. */
export async function revealSecret(actor: Actor, { id }: { id: string }): Promise<ConnectionSecret> {
  const scope = authorize(actor, 'lora-connections.reveal');
  return tenantTransaction(scope, async (tx) => {
    const connection = await lockConnection(tx, scope, id);
    const access = connection && (await selectAccess(tx, scope, id));
    if (!access) throw notFound('lora-connections');
    const secret = await openConnectionSecret(tx, scope, id, access.secret);
    await recordAudit(tx, actor, {
      operation: 'lora-connections.reveal',
      object: { kind: 'lora-connection', id, name: connection.name },
    });
    return { id, secret, ...webhookAddresses(id, connection.provider) };
  });
}

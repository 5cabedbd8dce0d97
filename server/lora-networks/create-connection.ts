import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { generateConnectionSecret, sealConnectionSecret } from './connection-secret.ts';
import type { ConnectionCreate, ConnectionSecret } from './contract.ts';
import { insertConnection } from './repository.ts';
import { webhookAddresses } from './webhook-address.ts';

export async function createConnection(actor: Actor, input: ConnectionCreate): Promise<ConnectionSecret> {
  const scope = authorize(actor, 'lora-connections.create');
  const id = randomUUID();
  const { name, provider } = input;
  const secret = input.lrcAsKey ?? generateConnectionSecret(provider);
  await tenantTransaction(scope, async (tx) => {
    const sealed = await sealConnectionSecret(tx, scope, id, secret);
    await insertConnection(tx, scope, { id, name, provider, secret: sealed });
    await recordAudit(tx, actor, {
      operation: 'lora-connections.create',
      object: { kind: 'lora-connection', id, name },
      after: { name, provider },
    });
  });
  return { id, secret, ...webhookAddresses(id, provider) };
}

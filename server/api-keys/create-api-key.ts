import { randomBytes } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { sha256 } from '#server/access/token.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { ApiKeyCreate, ApiKeyCreated } from './contract.ts';
import { insertApiKey } from './repository.ts';

/** Client id for logs, secret of 256 random bits; prefixes so that scanners of repositories find what leaked. */
export async function createApiKey(actor: Actor, input: ApiKeyCreate): Promise<ApiKeyCreated> {
  const scope = authorize(actor, 'api-keys.create');
  const clientId = `tpk_${randomBytes(12).toString('hex')}`;
  const clientSecret = `tps_${randomBytes(32).toString('base64url')}`;
  return tenantTransaction(scope, async (tx) => {
    const id = await insertApiKey(tx, scope, { ...input, clientId, secretHash: sha256(clientSecret) });
    await recordAudit(tx, actor, {
      operation: 'api-keys.create',
      object: { kind: 'api-key', id, name: input.name },
      after: { ...input, clientId },
    });
    return { id, clientId, clientSecret };
  });
}

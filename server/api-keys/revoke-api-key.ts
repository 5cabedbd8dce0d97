import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { lockApiKey, markRevoked } from './repository.ts';

/** For good: its tokens stop working at their next request. */
export async function revokeApiKey(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'api-keys.revoke');
  await tenantTransaction(scope, async (tx) => {
    const key = await lockApiKey(tx, scope, id);
    if (!key) throw notFound('api-keys');
    if (key.revokedAt) return;
    await markRevoked(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'api-keys.revoke',
      object: { kind: 'api-key', id, name: key.name },
      before: { clientId: key.clientId, roles: key.roles },
    });
  });
}

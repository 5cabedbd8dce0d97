import { type Actor, authorize } from '#server/access/actor.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { selectVersions } from '#server/scripts/repository.ts';
import { lockScript, updateScriptRow } from './repository.ts';
import type { VersionRules } from './version-rule-contract.ts';

/** Lets some messages go through another published version: by port, by firmware, by date. */
export async function setVersionRules(actor: Actor, { id, rules }: VersionRules): Promise<void> {
  const scope = authorize(actor, 'decoders.update');
  await tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, id);
    if (!decoder) throw notFound('decoders');
    const versions = await selectVersions(tx, scope, { kind: 'decoder', id });
    const published = new Set(versions.filter((one) => one.publishedAt).map((one) => one.id));
    const at = rules.findIndex(({ versionId }) => !published.has(versionId));
    if (at >= 0)
      throw new DomainError('decoders.version-unpublished', 'invalid', {}, [
        { path: `rules.${at}.versionId`, message: 'must be a published version of this decoder' },
      ]);
    await storeChanges(tx, actor, {
      operation: 'decoders.update',
      kind: 'decoder',
      present: decoder,
      wanted: { versionRules: rules },
      store: (after) => updateScriptRow(tx, scope, id, after),
    });
  });
}

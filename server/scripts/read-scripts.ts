import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ScriptOwner, ScriptSource, ScriptTest, VersionOf } from './contract.ts';
import { OWNERS } from './owners.ts';
import { findOwner, selectVersion } from './repository.ts';
import { selectTests } from './tests.sql.ts';

export async function getVersion(actor: Actor, { owner, versionId }: VersionOf): Promise<ScriptSource> {
  const scope = authorize(actor, OWNERS[owner.kind].read);
  const version = await tenantTransaction(scope, (tx) => selectVersion(tx, scope, owner, versionId));
  if (!version) throw notFound(OWNERS[owner.kind].noun);
  return version;
}

export async function listTests(actor: Actor, owner: ScriptOwner): Promise<ScriptTest[]> {
  const scope = authorize(actor, OWNERS[owner.kind].read);
  return tenantTransaction(scope, async (tx) => {
    await findOwner(tx, scope, owner);
    return selectTests(tx, scope, owner);
  });
}

import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { deleteSuspension } from '#server/decoders/suspensions.sql.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { ScriptOwner, ScriptSource, ScriptTest, VersionOf } from './contract.ts';
import { OWNERS } from './owners.ts';
import { findOwner, publish, selectVersion } from './repository.ts';
import { resultsOf } from './run-tests.ts';
import { selectTests } from './tests.sql.ts';

const NAMED = 5;

/**
 * From now on what comes runs through this version: a draft (frozen from here on), whose tests must all pass; or an earlier
 * one to go back to, which nothing may hinder.
 */
export async function publishVersion(
  actor: Actor,
  { owner, versionId }: VersionOf,
): Promise<{ number: number }> {
  const { update, object } = OWNERS[owner.kind];
  const scope = authorize(actor, update);
  const before = await tenantTransaction(scope, (tx) => candidateOf(tx, actor, owner, versionId));
  if (before.version.current) return { number: before.version.number };
  if (before.version.publishedAt === null) await requirePassing(scope.customerId, before);
  return tenantTransaction(scope, async (tx) => {
    const { name, version, tests, running } = await candidateOf(tx, actor, owner, versionId, true);
    if (version.publishedAt === null && changedSince(before.tests, tests))
      throw new DomainError('scripts.tests-changed', 'conflict');
    await publish(tx, scope, owner, versionId);
    if (owner.kind === 'decoder') await deleteSuspension(tx, scope, owner.id);
    await recordAudit(tx, actor, {
      operation: update,
      object: { kind: object, id: owner.id, name },
      before: { version: running },
      after: { version: version.number, rolledBack: version.publishedAt !== null },
    });
    return { number: version.number };
  });
}

interface Candidate {
  name: string;
  version: ScriptSource;
  tests: ScriptTest[];
  /** Number of the version that runs now. */
  running: number | null;
}

async function candidateOf(
  tx: Tx,
  { scope }: Actor,
  owner: ScriptOwner,
  versionId: string,
  hold = false,
): Promise<Candidate> {
  const { name, currentVersionId } = await findOwner(tx, scope, owner, hold);
  const version = await selectVersion(tx, scope, owner, versionId);
  if (!version) throw notFound(OWNERS[owner.kind].noun);
  const running = currentVersionId ? await selectVersion(tx, scope, owner, currentVersionId) : null;
  return {
    name,
    version,
    tests: await selectTests(tx, scope, owner),
    running: running?.number ?? null,
  };
}

async function requirePassing(customerId: string, { version, tests }: Candidate): Promise<void> {
  const failing = (await resultsOf(customerId, version, tests)).filter((test) => !test.passed);
  if (failing.length === 0) return;
  const names = failing.slice(0, NAMED).map(({ name }) => name);
  throw new DomainError('scripts.tests-failing', 'conflict', {
    count: failing.length,
    tests: names.join(', '),
  });
}

const stamp = (tests: readonly ScriptTest[]) =>
  tests.map(({ id, modifiedAt }) => `${id}@${modifiedAt.getTime()}`).join();

/** Somebody kept or changed a test while the tests ran. */
const changedSince = (before: readonly ScriptTest[], now: readonly ScriptTest[]) =>
  stamp(before) !== stamp(now);

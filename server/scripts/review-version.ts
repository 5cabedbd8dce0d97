import { type Actor, authorize, may } from '#server/access/actor.ts';
import { scriptCall } from '#server/pipeline/decode/script-call.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { findUplinkForScript } from '#server/uplinks/find-uplink.ts';
import type { PublishReview, ScriptOwner, ScriptSource, ScriptTest, VersionOf } from './contract.ts';
import { spendRun } from './limit.ts';
import { OWNERS } from './owners.ts';
import { findOwner, selectVersion } from './repository.ts';
import { type Compared, differences, nameChanges } from './rules.ts';
import { resultsOf } from './run-tests.ts';
import { selectTests } from './tests.sql.ts';
import { selectNewest, selectTouches } from './touches.sql.ts';
import { type KeptMessage, keepMessage, tryScript } from './try-script.ts';

const EXAMPLES = 5;

/** What publishing a version would do: whether its tests pass, whom it touches, what becomes of real messages. */
export async function reviewVersion(actor: Actor, { owner, versionId }: VersionOf): Promise<PublishReview> {
  authorize(actor, 'decoders.run');
  const scope = authorize(actor, OWNERS[owner.kind].read);
  await spendRun(actor);
  const { version, running, tests, touches } = await tenantTransaction(scope, async (tx) => {
    const { currentVersionId } = await findOwner(tx, scope, owner);
    return {
      version: await selectVersion(tx, scope, owner, versionId),
      running: currentVersionId ? await selectVersion(tx, scope, owner, currentVersionId) : null,
      tests: await selectTests(tx, scope, owner),
      touches: await selectTouches(tx, scope, owner),
    };
  });
  if (!version) throw notFound(OWNERS[owner.kind].noun);
  return {
    version: version.number,
    current: running?.number ?? null,
    tests: await resultsOf(scope.customerId, version, tests),
    touches,
    changes: running && (await changesOf(actor, owner, tests, [running, version])),
  };
}

interface Sample {
  uplinkId: number | null;
  name: string;
  at: Date | null;
  input: ScriptTest['input'];
}

async function changesOf(
  actor: Actor,
  owner: ScriptOwner,
  tests: ScriptTest[],
  [running, candidate]: [ScriptSource, ScriptSource],
): Promise<PublishReview['changes']> {
  const samples = owner.kind === 'decoder' ? await realMessages(actor, owner, candidate) : ofTests(tests);
  if (samples.length === 0) return null;
  const { customerId } = actor.scope;
  const inputs = samples.map(({ input }) => input);
  const before = await tryScript(customerId, running, inputs);
  const after = await tryScript(customerId, candidate, inputs);
  const pairs = before.flatMap((outcome, at): Compared[] => {
    const other = after[at];
    return other ? [{ before: outcome, after: other }] : [];
  });
  const differing = pairs.flatMap((pair, at) => {
    const found = differences(pair);
    const sample = samples[at];
    return found.length > 0 && sample ? [{ ...sample, differences: found }] : [];
  });
  return {
    messages: pairs.length,
    differing: differing.length,
    failedBefore: pairs.filter((pair) => pair.before.error).length,
    failedAfter: pairs.filter((pair) => pair.after.error).length,
    names: nameChanges(pairs),
    examples: differing.slice(0, EXAMPLES).map(({ input: _, ...example }) => example),
  };
}

/** Encoders and formats are compared on what their tests keep. */
const ofTests = (tests: ScriptTest[]): Sample[] =>
  tests.map(({ name, input }) => ({ uplinkId: null, name, at: null, input }));

/** Of decoders the newest real messages; none for who may not read them. */
async function realMessages(actor: Actor, { id }: ScriptOwner, candidate: ScriptSource): Promise<Sample[]> {
  if (!may(actor, 'uplinks.read')) return [];
  const { scope } = actor;
  return tenantTransaction(scope, async (tx) => {
    const samples: Sample[] = [];
    for (const { id: uplinkId, deviceName, at } of await selectNewest(tx, scope, id)) {
      const message = await findUplinkForScript(tx, scope, uplinkId);
      if (!message || !scriptCall({ ...candidate, sourceHash: '' }, message)) continue;
      samples.push({ uplinkId, name: deviceName, at, input: keepMessage(message) satisfies KeptMessage });
    }
    return samples;
  });
}

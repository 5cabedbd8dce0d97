import { systemActor } from '#server/access/system-actor.ts';
import type { ScriptRunner } from '#server/pipeline/decode/decode-batch.ts';
import type { DecodeOutcome } from '#server/pipeline/decode/uplink.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { type ChosenDecoder, decodeAgain } from '#server/replays/decode-again.ts';
import { selectMessages } from '#server/replays/messages.sql.ts';
import type { NameChange } from '#server/scripts/contract.ts';
import { type Compared, differences, nameChanges } from '#server/scripts/rules.ts';
import { scriptKey } from '#server/scripts/save-draft.ts';
import type { ShadowExample } from './shadow-contract.ts';
import { addToShadow, holdShadowSystem, type OpenShadow, selectSince } from './shadows.sql.ts';

/** Of one shadow in one look: more than that waits for the next. */
const MOST_MESSAGES = 200;
const EXAMPLES = 10;
const MOST_NAMES = 500;

/** Tries every open candidate on what came since the last look; whether there is more already. */
export async function followShadowsSystem(scripts: ScriptRunner): Promise<boolean> {
  const looked: string[] = [];
  let isMore = false;
  for (;;) {
    const found = await pipelineDatabase().transaction(async (tx) => {
      const shadow = await holdShadowSystem(tx, looked);
      if (!shadow) return null;
      looked.push(shadow.decoderId);
      return follow(tx, shadow, scripts);
    });
    if (found === null) return isMore;
    isMore ||= found >= MOST_MESSAGES;
  }
}

interface Seen extends Compared {
  uplinkId: number;
  deviceName: string;
  at: Date;
}

/** How many messages it was. */
async function follow(tx: Tx, shadow: OpenShadow, scripts: ScriptRunner): Promise<number> {
  const ids = await selectSince(tx, shadow, MOST_MESSAGES);
  const last = ids.at(-1);
  if (last === undefined) return 0;
  const seen = await compareAll(tx, shadow, ids, scripts);
  const differing = seen.flatMap((one): ShadowExample[] => {
    const found = differences(one);
    const { uplinkId, deviceName, at } = one;
    return found.length > 0 ? [{ uplinkId, deviceName, at: at.toISOString(), differences: found }] : [];
  });
  await addToShadow(tx, shadow.decoderId, {
    afterUplinkId: last,
    messages: seen.length,
    differing: differing.length,
    failedBefore: seen.filter(({ before }) => before.error).length,
    failedAfter: seen.filter(({ after }) => after.error).length,
    names: added(shadow.names, nameChanges(seen)),
    examples: [...differing.reverse(), ...shadow.examples].slice(0, EXAMPLES),
  });
  return ids.length;
}

/** Both through the pipeline's own decoding: the version that runs for a message, and the candidate. */
async function compareAll(
  tx: Tx,
  { customerId, decoderId, contract, source, mapping }: OpenShadow,
  ids: readonly number[],
  scripts: ScriptRunner,
): Promise<Seen[]> {
  const { scope } = systemActor(customerId);
  const messages = await selectMessages(tx, scope, ids);
  const script = { contract, source, sourceHash: scriptKey(source), mapping };
  const candidate: ChosenDecoder = {
    decoderId,
    run: { kind: 'script', decoderId, versionId: decoderId, script },
  };
  const before = await decodeAgain(scope, messages, { decoderId, run: null }, scripts);
  const after = await decodeAgain(scope, messages, candidate, scripts);
  return messages.flatMap(({ id, receivedAt, device }, at): Seen[] => {
    const [was, is] = [before[at]?.runs[0]?.outcome, after[at]?.runs[0]?.outcome];
    if (!was || !is) return [];
    return [
      { uplinkId: id, deviceName: device.name, at: receivedAt, before: resultOf(was), after: resultOf(is) },
    ];
  });
}

const resultOf = ({ pack, fault }: DecodeOutcome): Compared['before'] => ({
  output: null,
  records: pack?.measurements ?? null,
  error: fault,
});

/** What a name is stays as it was seen last. */
function added(known: readonly NameChange[], found: readonly NameChange[]): NameChange[] {
  const all = new Map(known.map((one) => [`${one.what}:${one.name}`, one]));
  for (const one of found) {
    const key = `${one.what}:${one.name}`;
    all.set(key, { ...one, messages: one.messages + (all.get(key)?.messages ?? 0) });
  }
  return [...all.values()].slice(0, MOST_NAMES);
}

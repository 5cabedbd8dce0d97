import type { FlowDecoderState, FlowFacts } from '#server/flows/contract.ts';
import type { Finding } from './contract.ts';
import type { Backlog, DeviceFacts, Fate, LastFailure, Suspension } from './facts-contract.ts';
import { failed, finding, messages, state } from './finding-rules.ts';
import { isData } from './radio-rules.ts';

/** Why no records are made of what was accepted. */

/** The pipeline works in fractions of a second; a minute is a fault of ours. */
const BEHIND_MS = 60_000;

export function behind({ waiting, oldestAt, streamedSince, streamed }: Backlog, now: Date): Finding[] {
  const evidence = [...late('uplink_queue', oldestAt, now), ...late('stream', streamedSince, now)];
  return evidence.length > 0
    ? [finding('platform-behind', { details: { waiting, streamed }, evidence, place: 'device' })]
    : [];
}

const late = (where: string, at: Date | null, now: Date) =>
  at !== null && now.getTime() - at.getTime() >= BEHIND_MS ? [state(where, at)] : [];

interface DecoderFacts {
  flows: readonly FlowFacts[];
  failures: readonly LastFailure[];
  suspended: readonly Suspension[];
}

/** By their configuration: in each flow and type, whether anything reads its messages. */
export function decoderFindings({ flows, failures, suspended }: DecoderFacts): Finding[] {
  const lines = flows.flatMap((flow) => flow.types.map((type) => ({ flow, type })));
  const reads = ({ type }: (typeof lines)[number]) =>
    type.decoders.some((one) => one.enabled && one.runnable && !isSuspended(one, suspended));
  // With one flow that reads it the device's data is had there; the others are worth a word.
  const harms = lines.some(reads);
  const found = new Map<string, Finding>();
  const add = (key: string, one: Finding) => found.has(key) || found.set(key, one);
  for (const { flow, type } of lines) {
    const enabled = type.decoders.filter((one) => one.enabled);
    const details = { flow: flow.name, type: type.deviceType.name, devices: type.devices };
    if (enabled.length === 0)
      add(
        `none ${flow.id} ${type.deviceType.id}`,
        finding('no-decoder', { details, place: 'flow-processing', id: flow.id, harms }),
      );
    for (const decoder of enabled) {
      const told = { ...details, decoder: decoder.name };
      const at = { details: told, place: 'decoder' as const, id: decoder.id, harms };
      const suspension = isSuspended(decoder, suspended);
      if (!decoder.runnable) add(decoder.id, finding('decoder-unpublished', at));
      else if (suspension)
        add(
          decoder.id,
          finding('decoder-suspended', {
            ...at,
            evidence: [
              ...failed(failures.filter(({ decoderId }) => decoderId === decoder.id)),
              state(decoder.name, suspension.at),
            ],
            remedy: 'resume-decoder',
          }),
        );
    }
  }
  return [...found.values()];
}

const isSuspended = ({ id }: FlowDecoderState, suspended: readonly Suspension[]) =>
  suspended.find(({ decoderId }) => decoderId === id);

/** A failure now and then is of that message; this much is of the decoder. */
const FAILING_SHARE = 0.2;
const LEAST_FAILED = 3;
const LEAST_EMPTY = 3;
const NEWEST = 20;

/** By what became of a device's newest messages. */
export function outcomeFindings(facts: DeviceFacts): Finding[] {
  const { frames, fates, failures, flows, decodingSince } = facts;
  const readable = new Set(
    frames.filter((one) => isData(one) && one.hasPayload && one.processed).map(({ id }) => id),
  );
  const done = fates.filter(({ id, queued }) => !queued && readable.has(id)).slice(0, NEWEST);
  const bad = done.filter((fate) => fate.failures > 0);
  const [newest] = done;
  if (!newest) return [];
  if (newest.failures > 0 || (bad.length >= LEAST_FAILED && bad.length >= done.length * FAILING_SHARE))
    return decoderFails(facts, newest, bad.length, done.length, failures);
  const since = decodingSince;
  const empty = done.filter(({ packs, at }) => packs === 0 && since !== null && at > since);
  if (
    empty.length < LEAST_EMPTY ||
    newest.packs > 0 ||
    empty.length < done.filter(({ at }) => since && at > since).length
  )
    return [];
  const enabled = flows.flatMap(({ types }) =>
    types.flatMap(({ decoders }) => decoders.filter((one) => one.enabled)),
  );
  const own = enabled.find(({ kind }) => kind === 'script') ?? enabled[0];
  return [
    finding('decoder-returns-nothing', {
      details: { decoder: own?.name ?? '', count: empty.length },
      evidence: messages(frames.filter(({ id }) => empty.some((one) => one.id === id))),
      place: own?.kind === 'script' ? 'decoder' : 'flow-processing',
      id: own?.kind === 'script' ? own.id : (flows[0]?.id ?? null),
    }),
  ];
}

function decoderFails(
  { flows }: DeviceFacts,
  newest: Fate,
  bad: number,
  done: number,
  failures: readonly LastFailure[],
): Finding[] {
  const [last] = failures;
  const decoders = flows.flatMap(({ types }) => types.flatMap((type) => type.decoders));
  const decoder = decoders.find(({ id }) => id === last?.decoderId);
  const isScript = decoder?.kind === 'script';
  return [
    finding('decoder-fails', {
      details: {
        decoder: decoder?.name ?? '',
        error: last?.text ?? '',
        line: last?.line ?? '',
        failed: bad,
        messages: done,
      },
      evidence: failed(failures.filter(({ decoderId }) => decoderId === last?.decoderId)),
      place: isScript ? 'decoder' : 'flow-processing',
      id: isScript ? decoder.id : (flows[0]?.id ?? null),
      harms: newest.packs > 0,
    }),
  ];
}

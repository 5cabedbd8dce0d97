import type { Measurement } from '#server/measurements/contract.ts';
import type { MessageVerdict, RecordChange, ReplayStep, StepVerdict } from './contract.ts';

const content = ({ v, vs, vb, vd, s, u, t }: Measurement) => JSON.stringify([u, v, vs, vb, vd, s, t]);

/** Records by name; of several of one name the first is held against the first, the second against the second. */
export function diffRecords(before: readonly Measurement[], after: readonly Measurement[]): RecordChange[] {
  const changes: RecordChange[] = [];
  const old = Map.groupBy(before, ({ n }) => n);
  const now = Map.groupBy(after, ({ n }) => n);
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(name) ?? [], now.get(name) ?? []];
    for (let at = 0; at < Math.max(was.length, is.length); at++) {
      const [a = null, b = null] = [was[at], is[at]];
      if (a && b && content(a) === content(b)) continue;
      changes.push({ name, before: a, after: b });
    }
  }
  return changes;
}

/** What was stored of a decoder and a message, against what came of it now. */
export function judgeStep(
  before: { records: readonly Measurement[] | null; failure: unknown },
  after: { records: readonly Measurement[] | null; failure: unknown },
): StepVerdict {
  if (after.failure) return before.failure && !before.records ? 'still-fails' : 'fails';
  if (!after.records) {
    if (before.records) return 'removed';
    return before.failure ? 'succeeds' : 'same';
  }
  if (!before.records) return 'succeeds';
  return diffRecords(before.records, after.records).length > 0 ? 'changed' : 'same';
}

/**
 * The worst news first: a message of which any decoder now fails is one that fails, however well the others do. What a
 * decoder made before stays where it fails now: a script that broke takes nothing away.
 */
export function judgeMessage(steps: readonly Pick<ReplayStep, 'verdict'>[]): MessageVerdict {
  const has = (...verdicts: StepVerdict[]) => steps.some(({ verdict }) => verdicts.includes(verdict));
  if (has('fails', 'still-fails')) return 'fails';
  if (has('succeeds')) return 'succeeds';
  return has('changed', 'removed') ? 'changed' : 'same';
}

/** Whether anything of it is to be written into the history. */
export const isChange = (verdict: StepVerdict) =>
  verdict === 'changed' || verdict === 'succeeds' || verdict === 'removed';

/**
 * Decoders that made records of the message and run for it no more: what they made goes when others take their place,
 * for the graph would show it twice. It stays where nothing takes its place, or where a decoder fails.
 */
export function isSuperseded(steps: readonly Pick<ReplayStep, 'after'>[]): boolean {
  return steps.some(({ after }) => after.records !== null) && steps.every(({ after }) => !after.failure);
}

import type { Measurement } from '#server/measurements/contract.ts';
import type { Difference, Expectation, NameChange, ScriptOutcome } from './contract.ts';

/** What differs between two results of a script, and whether a result is what a test asks for. */

const MOST_TEXT = 200;
const MOST_DIFFERENCES = 100;

const textOf = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
};

export interface Judged {
  passed: boolean;
  differences: Difference[];
}

/** Whether a result is what a test asks for; `before` of a difference is what was asked for. */
export function judge(expected: Expectation, outcome: ScriptOutcome): Judged {
  const differences = differencesOf(expected, outcome);
  return { passed: differences.length === 0, differences: differences.slice(0, MOST_DIFFERENCES) };
}

function differencesOf(expected: Expectation, outcome: ScriptOutcome): Difference[] {
  const failed = outcome.error?.name ?? null;
  if (expected.kind === 'error')
    return failed === expected.name ? [] : [errorChange(expected.name, failed ?? 'a result')];
  if (failed !== null) return [errorChange('a result', `${failed}: ${outcome.error?.message ?? ''}`)];
  return expected.kind === 'records'
    ? diffRecords(expected.records as Measurement[] | null, outcome.records)
    : diffValues(answerOf(expected.output), answerOf(outcome.output));
}

const errorChange = (before: string, after: string): Difference => ({
  name: '',
  what: 'error',
  before,
  after: after.slice(0, MOST_TEXT),
});

/** Of what codecs return, what a receiver gets: warnings and empty lists of errors are words about it. */
function answerOf(output: unknown): unknown {
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return output;
  const { warnings: _, errors: _errors, ...answer } = output as Record<string, unknown>;
  return answer;
}

/** What must come out, as it came out now. */
export function expectationOf(outcome: ScriptOutcome, decodes: boolean): Expectation {
  if (outcome.error) return { kind: 'error', name: outcome.error.name };
  if (!decodes) return { kind: 'output', output: outcome.output };
  return {
    kind: 'records',
    records: outcome.records as Extract<Expectation, { kind: 'records' }>['records'],
  };
}

/** By name, and of one name by their order: two records of a name are two measurements. */
export function diffRecords(before: Measurement[] | null, after: Measurement[] | null): Difference[] {
  const was = byName(before ?? []);
  const is = byName(after ?? []);
  const changes: Difference[] = [];
  for (const [key, one] of was) {
    const other = is.get(key);
    if (other) changes.push(...diffRecord(one, other));
    else changes.push({ name: one.n, what: 'gone', before: asText(one), after: null });
  }
  for (const [key, one] of is)
    if (!was.has(key)) changes.push({ name: one.n, what: 'new', before: null, after: asText(one) });
  return changes;
}

function byName(records: Measurement[]): Map<string, Measurement> {
  const counts = new Map<string, number>();
  return new Map(
    records.map((record) => {
      const nth = counts.get(record.n) ?? 0;
      counts.set(record.n, nth + 1);
      return [`${nth}:${record.n}`, record];
    }),
  );
}

function diffRecord(was: Measurement, is: Measurement): Difference[] {
  const name = was.n;
  const before = { type: typeOf(was), unit: was.u ?? null, value: whatIsIn(was), time: was.t };
  const after = { type: typeOf(is), unit: is.u ?? null, value: whatIsIn(is), time: is.t };
  return (['type', 'unit', 'value', 'time'] as const).flatMap((what) => {
    const [one, other] = [textOf(before[what]), textOf(after[what])];
    return one === other || (what === 'value' && before.type !== after.type)
      ? []
      : [{ name, what, before: one, after: other }];
  });
}

const typeOf = ({ v, vs, vb, vd, s }: Measurement): string =>
  v !== undefined
    ? 'number'
    : vs !== undefined
      ? 'string'
      : vb !== undefined
        ? 'boolean'
        : vd !== undefined
          ? 'data'
          : s !== undefined
            ? 'sum'
            : 'none';

const whatIsIn = ({ v, vs, vb, vd, s }: Measurement) => v ?? vs ?? vb ?? vd ?? s ?? null;
const asText = (record: Measurement) => `${textOf(whatIsIn(record))}${record.u ? ` ${record.u}` : ''}`;
const kindText = (record: Measurement) => [record.u, typeOf(record)].filter(Boolean).join(', ');

/** Leaf by leaf, named by its path. */
export function diffValues(before: unknown, after: unknown): Difference[] {
  const was = leavesOf(before);
  const is = leavesOf(after);
  const changes: Difference[] = [];
  for (const [name, text] of was) {
    const other = is.get(name);
    if (other === undefined) changes.push({ name, what: 'gone', before: text, after: null });
    else if (other !== text) changes.push({ name, what: 'value', before: text, after: other });
  }
  for (const [name, text] of is)
    if (!was.has(name)) changes.push({ name, what: 'new', before: null, after: text });
  return changes;
}

function leavesOf(value: unknown, path = '', leaves = new Map<string, string>()): Map<string, string> {
  const entries = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  if (entries.length === 0) return leaves.set(path, textOf(value));
  for (const [key, inner] of entries) leavesOf(inner, path ? `${path}.${key}` : key, leaves);
  return leaves;
}

/** One message as the version that runs and the candidate have it. */
export interface Compared {
  before: Result;
  after: Result;
}
type Result = Pick<ScriptOutcome, 'output' | 'records' | 'error'>;

export function differences({ before, after }: Compared): Difference[] {
  const failed = [before.error, after.error].map((error) =>
    error ? `${error.name}: ${error.message}` : null,
  );
  if (before.error || after.error)
    return failed[0] === failed[1] ? [] : [errorChange(failed[0] ?? 'a result', failed[1] ?? 'a result')];
  return before.records || after.records
    ? diffRecords(before.records, after.records)
    : diffValues(answerOf(before.output), answerOf(after.output));
}

/** What each name is before and after, in how many of the messages; gone and new first. */
export function nameChanges(pairs: readonly Compared[]): NameChange[] {
  const found = new Map<string, NameChange>();
  for (const pair of pairs) {
    const kinds = [pair.before, pair.after].map(({ records }) => kindsOf(records ?? []));
    const seen = new Set<string>();
    for (const { name, what } of differences(pair)) {
      if (what === 'error' || what === 'time') continue;
      const key = `${what}:${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const before = kinds[0]?.get(name) ?? null;
      const after = kinds[1]?.get(name) ?? null;
      const change = found.get(key) ?? { name, what, before, after, messages: 0 };
      found.set(key, { ...change, messages: change.messages + 1 });
    }
  }
  return [...found.values()].sort(
    (a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what) || (a.name < b.name ? -1 : 1),
  );
}

const ORDER: NameChange['what'][] = ['gone', 'new', 'type', 'unit', 'value'];

const kindsOf = (records: Measurement[]) => new Map(records.map((record) => [record.n, kindText(record)]));

import { describe, expect, it } from 'vitest';
import type { StepVerdict } from './contract.ts';
import { diffRecords, isSuperseded, judgeMessage, judgeStep } from './rules.ts';

const at = (n: string, v: number, more = {}) => ({ n, t: 1_700_000_000, v, ...more });
const names = (changes: ReturnType<typeof diffRecords>) =>
  changes.map(({ name, before, after }) => [name, before?.v ?? null, after?.v ?? null]);

describe('records before and after', () => {
  it.each([
    ['the same', [at('a', 1)], [at('a', 1)], []],
    ['another value', [at('a', 1)], [at('a', 2)], [['a', 1, 2]]],
    ['another unit', [at('a', 1, { u: 'Cel' })], [at('a', 1, { u: 'K' })], [['a', 1, 1]]],
    ['another time', [at('a', 1)], [at('a', 1, { t: 1_700_000_001 })], [['a', 1, 1]]],
    ['added', [], [at('a', 1)], [['a', null, 1]]],
    ['removed', [at('a', 1)], [], [['a', 1, null]]],
    ['in another order', [at('a', 1), at('b', 2)], [at('b', 2), at('a', 1)], []],
    ['one more of a name', [at('a', 1)], [at('a', 1), at('a', 3)], [['a', null, 3]]],
    [
      'a name like any other',
      [at('__proto__', 1)],
      [at('constructor', 1)],
      [
        ['__proto__', 1, null],
        ['constructor', null, 1],
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(names(diffRecords(before, after))).toEqual(expected);
  });
});

const error = { name: 'Error' };

it.each([
  [[at('a', 1)], null, [at('a', 1)], null, 'same'],
  [[at('a', 1)], null, [at('a', 2)], null, 'changed'],
  [null, error, [at('a', 2)], null, 'succeeds'],
  [null, null, [at('a', 2)], null, 'succeeds'],
  [null, error, null, null, 'succeeds'],
  [[at('a', 1)], null, null, error, 'fails'],
  [null, null, null, error, 'fails'],
  [null, error, null, error, 'still-fails'],
  [[at('a', 1)], null, null, null, 'removed'],
  [null, null, null, null, 'same'],
] as const)('%j, %j → %j, %j: %s', (records, failure, nowRecords, nowFailure, verdict) => {
  expect(judgeStep({ records, failure }, { records: nowRecords, failure: nowFailure })).toBe(verdict);
});

it.each<[StepVerdict[], string]>([
  [[], 'same'],
  [['same', 'same'], 'same'],
  [['same', 'changed'], 'changed'],
  [['removed'], 'changed'],
  [['changed', 'succeeds'], 'succeeds'],
  [['succeeds', 'fails'], 'fails'],
  [['still-fails', 'same'], 'fails'],
])('a message of steps %j: %s', (verdicts, verdict) => {
  expect(judgeMessage(verdicts.map((one) => ({ verdict: one })))).toBe(verdict);
});

it('what another decoder made goes only where all went well and something takes its place', () => {
  const step = (records: unknown[] | null, failure: unknown = null) =>
    ({ after: { version: 1, records, failure, logs: [] } }) as Parameters<typeof isSuperseded>[0][number];
  expect(isSuperseded([step([at('a', 1)])])).toBe(true);
  expect(isSuperseded([step([at('a', 1)]), step(null)])).toBe(true);
  expect(isSuperseded([step([at('a', 1)]), step(null, error)])).toBe(false);
  expect(isSuperseded([step(null)])).toBe(false);
  expect(isSuperseded([])).toBe(false);
});

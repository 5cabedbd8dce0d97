import { describe, expect, it } from 'vitest';
import type { Measurement } from '#server/measurements/contract.ts';
import type { ScriptOutcome } from './contract.ts';
import { differences, diffRecords, diffValues, expectationOf, judge, nameChanges } from './rules.ts';

const T = 1_772_600_766.5;
const record = (n: string, value: Partial<Measurement>): Measurement => ({ n, t: T, ...value });
const outcome = (change: Partial<ScriptOutcome>): ScriptOutcome => ({
  output: null,
  logs: [],
  error: null,
  durationMs: 1,
  records: null,
  input: null,
  ...change,
});
const fault = { name: 'DecodeError', message: 'port 9', line: null, column: null };

describe('two lists of records', () => {
  const was = [record('temperature', { v: 21, u: 'Cel' }), record('door', { vb: true })];

  it.each<[string, Measurement[], object[]]>([
    ['the same', was, []],
    ['in another order', [...was].reverse(), []],
    [
      'a value',
      [record('temperature', { v: 22, u: 'Cel' }), was[1] as Measurement],
      [{ name: 'temperature', what: 'value', before: '21', after: '22' }],
    ],
    [
      'a unit',
      [record('temperature', { v: 21, u: 'K' }), was[1] as Measurement],
      [{ name: 'temperature', what: 'unit', before: '"Cel"', after: '"K"' }],
    ],
    [
      'a type, which is no other value beside',
      [was[0] as Measurement, record('door', { vs: 'open' })],
      [{ name: 'door', what: 'type', before: '"boolean"', after: '"string"' }],
    ],
    [
      'a time',
      [record('temperature', { v: 21, u: 'Cel', t: T - 60 }), was[1] as Measurement],
      [{ name: 'temperature', what: 'time', before: String(T), after: String(T - 60) }],
    ],
    [
      'one gone and one new',
      [was[0] as Measurement, record('open', { vb: true })],
      [
        { name: 'door', what: 'gone', before: 'true', after: null },
        { name: 'open', what: 'new', before: null, after: 'true' },
      ],
    ],
    [
      'one of a name more',
      [...was, record('door', { vb: false })],
      [{ name: 'door', what: 'new', before: null, after: 'false' }],
    ],
  ])('%s', (_, is, changes) => {
    expect(diffRecords(was, is)).toEqual(changes);
  });
});

it('two values, leaf by leaf', () => {
  expect(diffValues({ a: { b: [1, 2] }, c: 'x' }, { a: { b: [1, 3] }, d: null })).toEqual([
    { name: 'a.b.1', what: 'value', before: '2', after: '3' },
    { name: 'c', what: 'gone', before: '"x"', after: null },
    { name: 'd', what: 'new', before: null, after: 'null' },
  ]);
  expect(diffValues({}, [])).toEqual([{ name: '', what: 'value', before: '{}', after: '[]' }]);
});

describe('a test', () => {
  it('asks for what came out when it was kept', () => {
    for (const one of [
      outcome({ records: [record('a', { v: 1 })] }),
      outcome({ records: null }),
      outcome({ error: fault }),
    ])
      expect(judge(expectationOf(one, true), one)).toEqual({ passed: true, differences: [] });
    const encoded = outcome({ output: { bytes: [1, 2], fPort: 3, warnings: ['x'], errors: [] } });
    expect(judge(expectationOf(encoded, false), encoded).passed).toBe(true);
  });

  it('does not ask for the words beside an answer, nor for those of an error', () => {
    const expected = { kind: 'output', output: { data: { a: 1 } } } as const;
    expect(judge(expected, outcome({ output: { data: { a: 1 }, warnings: ['w'], errors: [] } })).passed).toBe(
      true,
    );
    expect(judge(expected, outcome({ output: { data: { a: 2 } } })).passed).toBe(false);
    expect(
      judge({ kind: 'error', name: 'DecodeError' }, outcome({ error: { ...fault, message: 'else' } })).passed,
    ).toBe(true);
  });

  it.each<[string, Parameters<typeof judge>]>([
    [
      'nothing where records were asked for',
      [{ kind: 'records', records: [{ n: 'a', t: T, v: 1 }] }, outcome({})],
    ],
    [
      'records where nothing was asked for',
      [{ kind: 'records', records: null }, outcome({ records: [record('a', { v: 1 })] })],
    ],
    ['an error instead of a result', [{ kind: 'records', records: null }, outcome({ error: fault })]],
    ['a result instead of an error', [{ kind: 'error', name: 'DecodeError' }, outcome({})]],
    ['another error', [{ kind: 'error', name: 'TypeError' }, outcome({ error: fault })]],
  ])('fails: %s', (_, given) => {
    expect(judge(...given).passed).toBe(false);
  });
});

it('over many messages: what becomes of each name, in how many of them', () => {
  const pairs = [1, 2, 3].map((v) => ({
    before: outcome({ records: [record('temp', { v }), record('door', { vb: true })] }),
    after: outcome({ records: [record('temperature', { v, u: 'Cel' }), record('door', { vb: v === 1 })] }),
  }));
  const failing = { before: outcome({ error: fault }), after: outcome({ records: [record('x', { v: 1 })] }) };
  expect(nameChanges([...pairs, failing])).toEqual([
    { name: 'temp', what: 'gone', before: 'number', after: null, messages: 3 },
    { name: 'temperature', what: 'new', before: null, after: 'Cel, number', messages: 3 },
    { name: 'door', what: 'value', before: 'boolean', after: 'boolean', messages: 2 },
  ]);
  expect(differences(failing)).toMatchObject([
    { what: 'error', before: 'DecodeError: port 9', after: 'a result' },
  ]);
});

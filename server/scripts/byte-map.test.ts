import { describe, expect, it } from 'vitest';
import { byteMapOf, type Decoding, mutantsOf } from './byte-map.ts';
import type { MappedRecord } from './byte-map-contract.ts';

type Read = (b: Uint8Array) => MappedRecord[] | null;

function map(payload: number[], read: Read) {
  const decode = (bytes: Uint8Array): Decoding => {
    const records = read(bytes);
    return records ? { ok: true, records } : { ok: false };
  };
  const bytes = Uint8Array.from(payload);
  const tried = mutantsOf(bytes).map(({ at, payload: mutant }) => ({ at, decoding: decode(mutant) }));
  return byteMapOf(bytes.length, read(bytes) ?? [], decode(bytes), tried).bytes.map(({ role, records }) =>
    `${role} ${records.join('+')}`.trim(),
  );
}

const at = (b: Uint8Array, i: number) => b[i] ?? 0;

describe('the byte map', () => {
  it.each<[string, number[], Read, string[]]>([
    [
      'a value of two bytes, one of one, and a byte that nobody reads',
      [1, 8, 51, 7],
      (b) => [
        { n: 'temperature', v: ((at(b, 0) << 8) | at(b, 1)) / 10 },
        { n: 'humidity', v: at(b, 2) },
      ],
      ['value temperature', 'value temperature', 'value humidity', 'unread'],
    ],
    [
      'a type byte that decides which record there is',
      [1, 20],
      (b) => (at(b, 0) === 1 ? [{ n: 'temperature', v: at(b, 1) }] : at(b, 0) === 0 ? [] : null),
      ['structure', 'value temperature'],
    ],
    [
      'a byte without which nothing is decoded',
      [2, 5],
      (b) => (at(b, 0) === 2 ? [{ n: 'x', v: at(b, 1) }] : null),
      ['structure', 'value x'],
    ],
    [
      'a value that is refused outside its range',
      [50],
      (b) => (at(b, 0) > 100 ? null : [{ n: 'humidity', v: at(b, 0) }]),
      ['value humidity'],
    ],
    [
      'flags of one byte, each a record',
      [0],
      (b) => [
        { n: 'door', vb: (at(b, 0) & 1) === 1 },
        { n: 'alarm', vb: (at(b, 0) & 0x80) !== 0 },
      ],
      ['value door+alarm'],
    ],
    [
      'a byte that only moves the time',
      [9],
      (b) => [{ n: 'level', t: 100 - at(b, 0), v: 1 }],
      ['value level'],
    ],
    [
      'two records of one name',
      [1, 2],
      (b) => [
        { n: 'p', v: at(b, 0) },
        { n: 'p', v: at(b, 1) },
      ],
      ['value p', 'value p'],
    ],
    ['a message that holds nothing', [1, 2], () => [], ['unread', 'unread']],
  ])('tells %s', (_what, payload, read, expected) => {
    expect(map(payload, read)).toEqual(expected);
  });

  it('is not misled by what differs from run to run', () => {
    let runs = 0;
    expect(
      map([1, 2], (b) => [
        { n: 'level', v: at(b, 0) },
        { n: 'random', v: runs++ },
      ]),
    ).toEqual(['value level', 'unread']);
  });

  it('asks for at most three runs a byte, each with one byte changed', () => {
    const payload = Uint8Array.from({ length: 242 }, (_, i) => i);
    const mutants = mutantsOf(payload);
    expect(mutants).toHaveLength(726);
    for (const mutant of mutants) {
      const differ = [...payload.keys()].filter((i) => payload[i] !== mutant.payload[i]);
      expect(differ).toEqual([mutant.at]);
    }
  });
});

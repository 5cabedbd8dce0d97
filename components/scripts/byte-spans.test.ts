import { describe, expect, it } from 'vitest';
import { drawnBytes, markOf, stretches } from './byte-spans.ts';

const value = (...records: string[]) => ({ role: 'value' as const, records });
const unread = { role: 'unread' as const, records: [] };

describe('drawnBytes', () => {
  it('joins neighbours that were read alike and marks records as the payload tells of them', () => {
    const drawn = drawnBytes('0a0108ff33', {
      bytes: [
        { role: 'structure', records: [] },
        value('temperature'),
        value('temperature'),
        unread,
        value('humidity', 'temperature'),
      ],
    });
    expect(drawn.spans.map(({ from, bytes, role, mark }) => [from, bytes.join(''), role, mark])).toEqual([
      [0, '0a', 'structure', ''],
      [1, '0108', 'value', 'A'],
      [3, 'ff', 'unread', ''],
      [4, '33', 'value', 'B+A'],
    ]);
    expect(drawn.legend).toEqual([
      { mark: 'A', record: 'temperature', bytes: [1, 2, 4] },
      { mark: 'B', record: 'humidity', bytes: [4] },
    ]);
  });

  it('of an empty payload draws nothing', () => {
    expect(drawnBytes('', { bytes: [] })).toEqual({ spans: [], legend: [] });
  });
});

it.each([
  [0, 'A'],
  [25, 'Z'],
  [26, 'AA'],
  [60, 'BI'],
  [701, 'ZZ'],
])('the mark of record %i is %s', (index, mark) => {
  expect(markOf(index)).toBe(mark);
});

it.each([
  [[], ''],
  [[3], '3'],
  [[0, 1, 2, 5, 7, 8], '0–2, 5, 7–8'],
])('stretches of %j: %s', (numbers, words) => {
  expect(stretches(numbers)).toBe(words);
});

import { expect, it } from 'vitest';
import { firstNames, graphAskOf, writeGraphAsk } from './graph-range.ts';

const now = Date.parse('2025-12-14T12:00:00Z');

it('reads a named period, and the last day where none is named', () => {
  expect(graphAskOf(new URLSearchParams('range=7d&name=a'), now)).toEqual({
    names: ['a'],
    range: '7d',
    from: now - 7 * 24 * 3_600_000,
    to: now,
  });
  expect(graphAskOf(new URLSearchParams('range=forever'), now).range).toBe('24h');
});

it('keeps at most two different names', () => {
  expect(graphAskOf(new URLSearchParams('name=a&name=a&name=b&name=c'), now).names).toEqual(['a', 'b']);
});

it('a period of one’s own survives the address; one that ends before it begins is none', () => {
  const params = new URLSearchParams('range=7d');
  writeGraphAsk(params, { range: 'custom', from: now - 1000, to: now });
  expect(graphAskOf(params, now + 5)).toMatchObject({ range: 'custom', from: now - 1000, to: now });
  expect(graphAskOf(new URLSearchParams('from=2025-02-02&to=2025-01-01'), now).range).toBe('24h');
});

it('begins with the battery, else with what is measured most', () => {
  const names = [
    { name: 'humidity', kind: 'number', packs: 5 },
    { name: 'temperature', kind: 'number', packs: 9 },
    { name: 'mode', kind: 'text', packs: 99 },
  ];
  expect(firstNames(names)).toEqual(['temperature']);
  expect(firstNames([...names, { name: 'batteryVoltage', kind: 'number', packs: 1 }])).toEqual([
    'batteryVoltage',
  ]);
  expect(firstNames([])).toEqual([]);
});

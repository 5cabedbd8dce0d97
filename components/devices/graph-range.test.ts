import { expect, it } from 'vitest';
import { firstNames, graphAskOf, pan, periodOf, writeGraphAsk, zoom } from './graph-range.ts';

const now = Date.parse('2025-12-14T12:00:00Z');
const zone = 'Europe/Amsterdam';

it('reads a named period, and the last day where none is named', () => {
  expect(graphAskOf(new URLSearchParams('range=24h&name=a'), now, zone)).toEqual({
    names: ['a'],
    range: '24h',
    from: now - 24 * 3_600_000,
    to: now,
  });
  expect(graphAskOf(new URLSearchParams('range=forever'), now, zone).range).toBe('24h');
});

it.each([
  ['today', '2026-10-25T12:00Z', '2026-10-24T22:00Z', '2026-10-25T12:00Z'],
  ['yesterday', '2026-10-26T12:00Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
  ['yesterday', '2026-03-30T12:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
  ['7d', '2026-10-27T12:00Z', '2026-10-20T22:00Z', '2026-10-27T12:00Z'],
  ['30d', '2026-04-10T12:00Z', '2026-03-11T23:00Z', '2026-04-10T12:00Z'],
] as const)('%s is whole days of the calendar, of 23 and 25 hours too', (range, at, from, to) => {
  expect(periodOf(range, Date.parse(at), zone)).toEqual({ from: Date.parse(from), to: Date.parse(to) });
});

it('keeps at most two different names', () => {
  expect(graphAskOf(new URLSearchParams('name=a&name=a&name=b&name=c'), now, zone).names).toEqual(['a', 'b']);
});

it('a period of one’s own survives the address; one that ends before it begins is none', () => {
  const params = new URLSearchParams('range=7d');
  writeGraphAsk(params, { range: 'custom', from: now - 1000, to: now });
  expect(graphAskOf(params, now + 5, zone)).toMatchObject({ range: 'custom', from: now - 1000, to: now });
  expect(graphAskOf(new URLSearchParams('from=2025-02-02&to=2025-01-01'), now, zone).range).toBe('24h');
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

it('pans by a share of what is shown, and never beyond now', () => {
  const shown = { from: now - 3000, to: now - 1000 };
  expect(pan(shown, -0.5, now)).toEqual({ from: now - 4000, to: now - 2000 });
  expect(pan(shown, 0.5, now)).toEqual({ from: now - 2000, to: now });
  expect(pan({ from: now - 2000, to: now }, 0.5, now)).toEqual({ from: now - 2000, to: now });
});

it('zooms around the middle, never beyond now, from a minute to five years', () => {
  const hour = 3_600_000;
  const shown = { from: now - 3 * hour, to: now - hour };
  expect(zoom(shown, 0.5, now)).toEqual({ from: now - 2.5 * hour, to: now - 1.5 * hour });
  expect(zoom(shown, 2, now)).toEqual({ from: now - 4 * hour, to: now });
  expect(zoom({ from: now - hour, to: now }, 2, now)).toEqual({ from: now - 2 * hour, to: now });
  const least = zoom({ from: now - 90_000, to: now }, 0.1, now);
  expect(least.to - least.from).toBe(60_000);
  const most = zoom({ from: now - 4 * 366 * 24 * hour, to: now }, 10, now);
  expect(most).toEqual({ from: now - 5 * 366 * 24 * hour, to: now });
});

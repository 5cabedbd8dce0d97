import { expect, it } from 'vitest';
import { frameMarks, type PlacedFrame } from './frame-marks.ts';

const NOW = Date.parse('2026-03-29T12:00:00Z');
const frame = (fCntUp: number | null, minutes: number, kind = 'lora.uplink'): PlacedFrame => ({
  kind,
  fCntUp,
  occurredAt: new Date(NOW + minutes * 60_000),
});
const join = frame(null, -5, 'lora.join');
const marks = (fCntUp: number | null, minutes: number, before: PlacedFrame[]) =>
  frameMarks({ ...frame(fCntUp, minutes), receivedAt: new Date(NOW) }, before).map(
    ({ mark, count }) => `${mark} ${count}`,
  );
const DAY = 24 * 60;

it.each<[string, string[], number | null, number, PlacedFrame[]]>([
  ['the first', [], 7, 0, []],
  ['the next', [], 7, 0, [frame(6, -10)]],
  ['after three that are missing', ['gap 3'], 10, 0, [frame(6, -10)]],
  ['after a jump that no loss explains', [], 5000, 0, [frame(6, -10)]],
  ['after the end of sixteen bits', [], 0, 0, [frame(65_535, -10)]],
  ['after the end of sixteen bits, two missing', ['gap 2'], 1, 0, [frame(65_534, -10)]],
  ['a counter of 32 bits goes on', [], 65_536, 0, [frame(65_535, -10)]],
  ['begun anew without a join', ['reset 0'], 0, 0, [frame(40, -10)]],
  ['begun anew after a join', [], 0, 0, [join, frame(40, -10)]],
  ['the same once more', ['retransmission 0'], 40, 0, [frame(40, -10)]],
  ['accepted after newer ones', ['late 600'], 38, -20, [frame(39, -10)]],
  ['after one that was late', [], 41, 0, [frame(38, -20), frame(40, -10), frame(39, -15)]],
  ['without a counter, late', ['late 600'], null, -20, [frame(null, -10)]],
  ['a clock a day ahead and more', [`ahead ${(DAY + 1) * 60}`], 41, DAY + 1, [frame(40, -10)]],
  ['a clock a day ahead, not more', [], 41, DAY, [frame(40, -10)]],
  [
    'held back for more than a day',
    [`behind ${(DAY + 1) * 60}`, `late ${(DAY + 1) * 60 - 600}`],
    39,
    -DAY - 1,
    [frame(40, -10)],
  ],
])('%s: %j', (_, expected, fCntUp, minutes, before) => {
  expect(marks(fCntUp, minutes, before)).toEqual(expected);
});

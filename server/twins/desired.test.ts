import { describe, expect, it } from 'vitest';
import type { DesiredValue, ReportedValue } from './contract.ts';
import { type Carrier, desiredOf, desiredState } from './desired.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 10, 12, minutes));
const wish = (value: Partial<DesiredValue>): DesiredValue => ({
  at: at(0).toISOString(),
  downlinkId: 'd',
  ...value,
});
const told = (minutes: number, value: Partial<ReportedValue>): ReportedValue => ({
  t: at(minutes).getTime() / 1000,
  o: '',
  ...value,
});
const carrier = (state: Carrier['state'], ended: number | null = null): Carrier => ({
  state,
  endedAt: ended === null ? null : at(ended),
});

describe('a wish of 21', () => {
  it.each([
    ['waits in the queue', carrier('PENDING'), undefined, 'requested'],
    ['is on its way', carrier('EXECUTING'), told(-5, { v: 19 }), 'under-way'],
    ['is on its way, and the device has it already', carrier('EXECUTING'), told(-5, { v: 21 }), 'under-way'],
    ['is on its way, and the device says it has it', carrier('EXECUTING'), told(1, { v: 21 }), 'in-sync'],
    ['arrived; the device has said nothing since', carrier('DELIVERED', 5), told(3, { v: 19 }), 'delivered'],
    ['arrived; nothing was ever reported', carrier('DELIVERED', 5), undefined, 'delivered'],
    ['arrived, and is what the device said before', carrier('DELIVERED', 5), told(-5, { v: 21 }), 'in-sync'],
    [
      'arrived and holds, written another way',
      carrier('DELIVERED', 5),
      told(9, { v: 21 + 1e-12 }),
      'in-sync',
    ],
    ['arrived, but the device says something else', carrier('DELIVERED', 5), told(9, { v: 19 }), 'drifted'],
    ['arrived, but the device says a text', carrier('DELIVERED', 5), told(9, { vs: '21' }), 'drifted'],
    ['did not arrive', carrier('FAILED', 5), told(9, { v: 19 }), 'failed'],
    ['did not arrive, as far as we heard', carrier('FAILED', 5), told(9, { v: 21 }), 'in-sync'],
    ['was taken back', carrier('CANCELLED', 5), undefined, 'failed'],
    ['is carried by nothing any more', null, told(9, { v: 19 }), 'drifted'],
  ] as const)('%s', (_, by, reported, state) => {
    expect(desiredState(wish({ v: 21 }), by, reported)).toBe(state);
  });
});

it('records become wishes by name; what wishes nothing is none', () => {
  const records = [
    { n: 'setpoint', u: 'Cel', v: 20 },
    { n: 'setpoint', v: 21 },
    { n: 'fan', vs: 'auto' },
    { n: 'on', vb: false },
    { n: '__proto__', v: 1 },
    { n: 'nothing' },
    { v: 3 },
  ];
  const shared = { at: at(0).toISOString(), downlinkId: 'd' };
  expect(desiredOf(records, 'd', at(0))).toEqual({
    setpoint: { v: 21, ...shared },
    fan: { vs: 'auto', ...shared },
    on: { vb: false, ...shared },
  });
});

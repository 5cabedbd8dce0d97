import { expect, it } from 'vitest';
import { missingMoments } from '#components/ui/pulse-layout.ts';
import type { DeviceDay } from '#server/devices/health-contract.ts';
import { pulseOfDay, signalShare } from './device-day.ts';

const day = 24 * 3600_000;
const slotMs = 600_000;
const dayOf = (slots: Partial<DeviceDay['slots'][number]>[]): DeviceDay => ({
  from: 0,
  to: day,
  slotCount: 144,
  slots: slots.map((slot, index) => ({
    slot: index,
    uplinks: 1,
    downlinks: 0,
    joins: 0,
    failed: 0,
    signal: -100,
    lastUplinkId: index + 1,
    lastAt: new Date(0),
    ...slot,
  })),
});

it('draws a failure instead of its uplink, and a downlink beside the uplink it answers', () => {
  const { ticks } = pulseOfDay(dayOf([{ failed: 1 }, { downlinks: 1 }]), null, true);
  expect(ticks.map(({ kind }) => kind)).toEqual(['failed', 'downlink', 'uplink']);
  expect(ticks[0]?.href).toBe('/manager/messages/1');
  expect(ticks[1]?.t).not.toBe(ticks[2]?.t);
});

it('counts a join as a message heard', () => {
  expect(pulseOfDay(dayOf([{ uplinks: 0, joins: 1 }]), null, false).ticks).toMatchObject([
    { kind: 'uplink', href: undefined },
  ]);
});

it('a device that sends more often than a slot is wide misses nothing, whenever in its slot it was heard last', () => {
  for (const every of [60_000, 240_000, 590_000]) {
    const slots = Array.from({ length: 144 }, (_, slot) => {
      const last = Math.floor(((slot + 1) * slotMs - 1) / every) * every;
      return { slot, lastAt: new Date(last) };
    }).filter(({ slot, lastAt }) => lastAt.getTime() >= slot * slotMs);
    const pulse = pulseOfDay(dayOf(slots), every / 1000, false);
    const ticks = [...pulse.ticks].sort((a, b) => a.t - b.t);
    expect(missingMoments(pulse, ticks)).toEqual([]);
  }
});

it('but an hour of silence shows', () => {
  const slots = [0, 1, 2, 9, 10].map((slot) => ({ slot, lastAt: new Date(slot * slotMs + 300_000) }));
  const pulse = { ...pulseOfDay(dayOf(slots), 60, false), to: 11 * slotMs };
  expect(missingMoments(pulse, pulse.ticks).length).toBeGreaterThan(3);
});

it('signal becomes a share of what radios can do, and stays unknown where it is', () => {
  expect(signalShare(null)).toBeNull();
  expect([signalShare(-150), signalShare(-140), signalShare(-85), signalShare(-60)]).toEqual([0, 0, 1, 1]);
});

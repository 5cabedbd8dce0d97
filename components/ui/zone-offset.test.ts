import { expect, it } from 'vitest';
import { zoneOffsetMinutes } from './zone-offset.ts';

it.each([
  ['2026-01-15T12:00:00Z', 'Europe/Amsterdam', 60],
  ['2026-07-15T12:00:00Z', 'Europe/Amsterdam', 120],
  ['2026-07-15T23:59:59Z', 'Asia/Kolkata', 330],
  ['2026-07-15T00:30:00Z', 'America/St_Johns', -150],
  ['2026-07-15T12:00:00Z', undefined, 0],
])('%s in %s is %i minutes ahead', (at, zone, minutes) => {
  expect(zoneOffsetMinutes(Date.parse(at), zone)).toBe(minutes);
});

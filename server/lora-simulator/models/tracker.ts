import type { NetworkLocation } from '#server/protocols/lorawan/event.ts';
import { randomOf, trait } from '../randomness.ts';
import { clamp, type Moment, type SensorModel } from './contract.ts';
import { isWeekend, localHour } from './day.ts';

/** Degrees of latitude for a kilometre; a degree of longitude is about 0.62 of one at 52° north. */
const KILOMETRE = 1 / 111.2;
const LONGITUDE_SCALE = 1 / 0.62;

/** Out in the morning, about all day, back at night: a round that differs from day to day. */
function trackPosition({ seed, at, place }: Moment): {
  latitude: number;
  longitude: number;
  moving: boolean;
} {
  const hour = localHour(at);
  const out = !isWeekend(at) && hour > 7 && hour < 18;
  if (!out) return { ...place, moving: false };
  const day = Math.floor(at.getTime() / 86_400_000);
  const heading = trait(seed, `heading ${day}`) * 2 * Math.PI;
  const reach = (0.8 + 2.2 * trait(seed, `reach ${day}`)) * KILOMETRE;
  const share = Math.sin(((hour - 7) / 11) * Math.PI);
  const turn = heading + Math.sin((hour - 7) * 1.3) * 0.5;
  return {
    latitude: place.latitude + Math.sin(turn) * reach * share,
    longitude: place.longitude + Math.cos(turn) * reach * share * LONGITUDE_SCALE,
    moving: Math.sin(hour * 5) > -0.4,
  };
}

/** What three gateways make of the arrival times: some hundred metres off, and sometimes nothing. */
function locate(moment: Moment): NetworkLocation | null {
  const random = randomOf(`${moment.seed}|tdoa|${moment.at.getTime()}`);
  if (random.chance(0.25)) return null;
  const radius = 60 + 260 * random.next();
  const { latitude, longitude } = trackPosition(moment);
  const error = (radius / 2000) * KILOMETRE;
  return {
    latitude: Number((latitude + random.normal() * error).toFixed(6)),
    longitude: Number((longitude + random.normal() * error * LONGITUDE_SCALE).toFixed(6)),
    radius: Number(radius.toFixed(1)),
    method: 'TDOA',
    locatedAt: moment.at.toISOString(),
  };
}

/** Port 3: flags u8 (1 = moving), battery % u8, temperature i8 °C, movements since the last message u8. */
export const tracker: SensorModel = {
  key: 'tracker',
  volts: [3.6, 2.8],
  measure: (moment) => {
    const { moving } = trackPosition(moment);
    const random = randomOf(`${moment.seed}|moves|${moment.at.getTime()}`);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt8(moving ? 1 : 0, 0);
    bytes.writeUInt8(Math.round(clamp(moment.battery, 0, 1) * 100), 1);
    bytes.writeInt8(12 + random.integer(-2, 4), 2);
    bytes.writeUInt8(moving ? random.integer(3, 40) : 0, 3);
    return { fPort: 3, payload: bytes.toString('hex') };
  },
  fixedDr: 3,
  whereabouts: trackPosition,
  locate,
};

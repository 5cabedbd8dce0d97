import { trait } from '../randomness.ts';
import { clamp, type Moment, type SensorModel, volts } from './contract.ts';

const HOUR_MS = 3_600_000;
/** Relative traffic of a gate by hour of the day. */
const TRAFFIC = [1, 1, 1, 1, 2, 6, 14, 24, 26, 20, 18, 19, 21, 20, 19, 20, 24, 27, 20, 12, 8, 6, 4, 2];
const PER_DAY = TRAFFIC.reduce((sum, n) => sum + n, 0);

/** A counter that never goes back: whole days, plus what of today has passed. */
function count({ seed, at }: Moment): number {
  const since = at.getTime() - Date.UTC(2025, 0, 1);
  const days = Math.floor(since / (24 * HOUR_MS));
  const hours = (since % (24 * HOUR_MS)) / HOUR_MS;
  const whole = TRAFFIC.slice(0, Math.floor(hours)).reduce((sum, n) => sum + n, 0);
  const today = whole + (TRAFFIC[Math.floor(hours)] ?? 0) * (hours % 1);
  return Math.floor((days * PER_DAY + today) * (0.5 + trait(seed, 'busy')));
}

/** Port 5: counter u32 and battery u8 (0.02 V), big endian. Nothing on the platform decodes it: raw is what its owner wants. */
export const rawCounter: SensorModel = {
  key: 'raw-counter',
  volts: [3.6, 2.6],
  measure: (moment) => {
    const bytes = Buffer.alloc(5);
    bytes.writeUInt32BE(count(moment) >>> 0, 0);
    bytes.writeUInt8(clamp(Math.round(volts(rawCounter, moment.battery) / 0.02), 0, 255), 4);
    return { fPort: 5, payload: bytes.toString('hex') };
  },
};

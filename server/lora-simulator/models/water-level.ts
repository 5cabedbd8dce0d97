import { wander } from '../randomness.ts';
import { clamp, type Moment, type SensorModel, volts } from './contract.ts';
import { outdoorTemperature } from './day.ts';

/** Half a lunar day between high waters. */
const TIDE_SECONDS = 12.42 * 3600;
const SENSOR_ABOVE_MEAN_MM = 3500;

/** Water over mean level, mm: the tide, its fortnight of spring and neap, and the wind. */
function waterMm({ seed, at }: Moment): number {
  const seconds = at.getTime() / 1000;
  const springNeap = 1 + 0.2 * Math.cos((seconds / (14.77 * 86_400)) * 2 * Math.PI);
  const tide = 850 * springNeap * Math.cos((seconds / TIDE_SECONDS) * 2 * Math.PI);
  const wind = 260 * wander('wind', at, 30 * 3600);
  return tide + wind + 12 * wander(`${seed}|waves`, at, 700);
}

/**
 * Port 10, version 1, big endian: version u8, flags u8 (1 = flood), distance to the water u16 mm,
 * temperature i16 0.1 °C, battery u16 mV.
 */
function frame(moment: Moment, version: number): Buffer {
  const level = waterMm(moment);
  const bytes = Buffer.alloc(8);
  bytes.writeUInt8(version, 0);
  bytes.writeUInt8(level > 1150 ? 1 : 0, 1);
  bytes.writeUInt16BE(clamp(Math.round(SENSOR_ABOVE_MEAN_MM - level), 250, 9999), 2);
  bytes.writeInt16BE(Math.round(outdoorTemperature(moment.seed, moment.at) * 10), 4);
  bytes.writeUInt16BE(Math.round(volts(waterLevel, moment.battery) * 1000), 6);
  return bytes;
}

export const waterLevel: SensorModel = {
  key: 'water-level',
  volts: [3.6, 2.4],
  measure: (moment) => ({ fPort: 10, payload: frame(moment, 1).toString('hex') }),
  // Version 2 tells an average as well, in two bytes more.
  measureUnreadable: (moment) => {
    const average = Buffer.alloc(2);
    average.writeUInt16BE(clamp(SENSOR_ABOVE_MEAN_MM - Math.round(waterMm(moment)), 250, 9999));
    return { fPort: 10, payload: Buffer.concat([frame(moment, 2), average]).toString('hex') };
  },
};

import { encodeThingsmlCbor } from '#server/protocols/thingsml/encode-thingsml-cbor.ts';
import { trait, wander } from '../randomness.ts';
import { clamp, type Moment, type SensorModel, volts } from './contract.ts';
import { localHour, outdoorTemperature } from './day.ts';

/** Steps of a power of two fit a half float: 3 bytes on the air instead of 9. */
const inSteps = (value: number, perUnit: number): number => Math.round(value * perUnit) / perUnit;

/** A weather post that speaks ThingsML; the name of the device is left to the platform (no bn). */
function records(moment: Moment) {
  const { seed, at } = moment;
  const temperature = outdoorTemperature(seed, at);
  const humidity = clamp(78 - 2.2 * (temperature - 9) + 12 * wander('damp', at, 20 * 3600), 25, 100);
  const sound =
    41 + (localHour(at) > 6 && localHour(at) < 22 ? 12 : 0) + 4 * wander(`${seed}|sound`, at, 3600);
  return [
    { n: 'temperature', u: 'Cel', v: inSteps(temperature, 16) },
    { n: 'humidity', u: '%RH', v: Math.round(humidity) },
    {
      n: 'pressure',
      u: 'Pa',
      v: Math.round(101_300 + 1_400 * wander('pressure', at, 70 * 3600) + trait(seed, 'height') * 40),
    },
    { n: 'sound', u: 'dB', v: Math.round(sound) },
    { n: 'batteryVoltage', u: 'V', v: inSteps(volts(thingsmlQuay, moment.battery), 128) },
  ];
}

export const thingsmlQuay: SensorModel = {
  key: 'thingsml-quay',
  volts: [4.1, 3.2],
  measure: (moment) => ({
    fPort: 1,
    payload: Buffer.from(encodeThingsmlCbor(records(moment))).toString('hex'),
  }),
  // Text where CBOR should be: a debugging build left on the device.
  measureUnreadable: ({ at }) => ({
    fPort: 1,
    payload: Buffer.from(`DBG t=${at.getTime() / 1000}`, 'latin1').toString('hex'),
  }),
};

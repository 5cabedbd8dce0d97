import { encodeElsysSettings } from '#server/protocols/elsys/elsys-settings.ts';
import { encodeElsys } from '#server/protocols/elsys/encode-elsys.ts';
import { randomOf, trait, wander } from '../randomness.ts';
import { clamp, type Moment, type SensorModel, volts } from './contract.ts';
import { daylight, localHour, occupancy } from './day.ts';

const OUTDOOR_CO2 = 425;
/** How long a room remembers who was in it, seconds. */
const ROOM_MEMORY = 2400;

/** People of the last while, so that air and warmth follow them instead of jumping. */
function lingering(seed: string, at: Date): number {
  const ages = [0, 0.5, 1, 1.5, 2];
  const sum = ages.reduce(
    (all, age) => all + occupancy(seed, new Date(at.getTime() - age * ROOM_MEMORY * 1000)),
    0,
  );
  return sum / ages.length;
}

/** One room of an office: temperature, humidity, light, motion, CO2 and battery (ELSYS ERS CO2). */
function measure(moment: Moment) {
  const { seed, at } = moment;
  const random = randomOf(`${seed}|room|${at.getTime()}`);
  const people = occupancy(seed, at);
  const lately = lingering(seed, at);
  const heating = localHour(at) > 6 && localHour(at) < 18 ? 0.8 : -1;
  const temperature =
    20 + trait(seed, 'warm') * 1.6 + heating + 1.7 * lately + 0.7 * wander(`${seed}|air`, at, 9 * 3600);
  const size = 380 + 520 * trait(seed, 'size');
  const co2 = OUTDOOR_CO2 + size * lately + 22 * wander(`${seed}|co2`, at, 3000);
  const lamps = people > 0.02 ? 330 + 90 * trait(seed, 'lamps') : 0;
  const light =
    lamps + 260 * daylight(at) * (0.4 + trait(seed, 'window')) * (0.7 + 0.3 * wander('clouds', at, 5000));
  return [
    { n: 'temperature', v: Number(temperature.toFixed(1)) },
    { n: 'humidity', v: Math.round(clamp(43 + 9 * wander('damp', at, 20 * 3600) + 4 * lately, 15, 95)) },
    { n: 'illuminance', v: Math.round(Math.max(0, light)) },
    { n: 'motion', v: Math.round(clamp(people * 22 * (0.5 + random.next()), 0, 255)) },
    { n: 'CO2Concentration', v: Math.round(Math.max(400, co2)) },
    {
      n: 'batteryVoltage',
      v: Number((volts(elsysErs, moment.battery) + random.normal() * 0.004).toFixed(3)),
    },
  ];
}

export const elsysErs: SensorModel = {
  key: 'elsys-ers',
  volts: [3.64, 2.3],
  measure: (moment) => ({ fPort: 5, payload: encodeElsys(measure(moment)) }),
  // Cut off behind the type of its last value: a known fault of a broken update.
  measureUnreadable: (moment) => ({ fPort: 5, payload: encodeElsys(measure(moment)).slice(0, -2) }),
  weeklySettings: {
    fPort: 6,
    payload: encodeElsysSettings([{ kind: 'co2-calibration', mode: 'auto-on' }, { kind: 'reboot' }]),
  },
};

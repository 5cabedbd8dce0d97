import { randomOf, trait, wander } from '../randomness.ts';
import { clamp, type Moment, type SensorModel } from './contract.ts';
import { outdoorTemperature } from './day.ts';

const DAY_MS = 86_400_000;
const DEPTH_CM = 120;

/** Percent: fills from one collection to the next, each round a little different. */
function fillPercent({ seed, at }: Moment): number {
  const days = 4 + Math.floor(trait(seed, 'days') * 4);
  const since = at.getTime() / DAY_MS + trait(seed, 'offset') * days;
  const round = Math.floor(since / days);
  const share = since / days - round;
  const pace = 70 + 40 * trait(seed, `round ${round}`);
  return clamp(share * pace + 3 * wander(`${seed}|rubbish`, at, 5 * 3600), 0, 100);
}

/** Major and minor, of those that were never told to take another. */
const MADE_WITH = '0104';

/**
 * Port 2: "F", fill % u8, distance cm u8, temperature i8 °C, battery % u8, flags u8 (1 = tilted, 2 = lid open),
 * firmware: major u8, minor u8.
 */
function frame(moment: Moment): Buffer {
  const chance = randomOf(`${moment.seed}|lid|${moment.at.getTime()}`);
  const fill = Math.round(fillPercent(moment));
  const bytes = Buffer.alloc(6);
  bytes.write('F', 0, 'latin1');
  bytes.writeUInt8(fill, 1);
  bytes.writeUInt8(Math.round(DEPTH_CM * (1 - fill / 100)), 2);
  bytes.writeInt8(Math.round(outdoorTemperature(moment.seed, moment.at)), 3);
  bytes.writeUInt8(Math.round(clamp(moment.battery, 0, 1) * 100), 4);
  bytes.writeUInt8((chance.chance(0.003) ? 1 : 0) | (chance.chance(0.02) ? 2 : 0), 5);
  return Buffer.concat([bytes, Buffer.from(moment.firmware ?? MADE_WITH, 'hex')]);
}

export const wasteBin: SensorModel = {
  key: 'waste-bin',
  volts: [3.6, 2.6],
  measure: (moment) => ({ fPort: 2, payload: frame(moment).toString('hex') }),
  // Port 3: F1, and the version to take.
  firmwareOf: ({ fPort, payload }) => (fPort === 3 && /^f1([0-9a-f]{4})$/.exec(payload)?.[1]) || null,
  measureUnreadable: (moment) => {
    const bytes = frame(moment);
    bytes.write('G', 0, 'latin1');
    return { fPort: 2, payload: bytes.toString('hex') };
  },
};

import { type Field, lengthOf, readField } from '../fields.ts';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';

/** 25 tenths of a volt and as many as the lower half says. */
const BATTERY: Field = {
  name: 'batteryVoltage',
  unit: 'V',
  at: 1,
  bytes: 1,
  mask: 0x0f,
  over: 10,
  plus: 2.5,
};
const degrees = (name: string, at: number): Field => ({
  name,
  unit: 'Cel',
  at,
  bytes: 1,
  mask: 0x7f,
  plus: -32,
});
const status = (name: string, mask: number): Field => ({ name, at: 0, bytes: 1, mask, flag: true });
const HUMIDITY: Field = { name: 'humidity', unit: '%RH', at: 3, bytes: 1, mask: 0x7f };
const COUNTED: Field[] = [
  degrees('temperature', 2),
  { name: 'lastEvent', unit: 'min', at: 3, bytes: 2 },
  { name: 'events', unit: 'count', at: 5, bytes: 3 },
];

/**
 * Status messages of the Tabs family by their port, little endian (Browan reference manuals, §4.1.2 of each:
 * TBDW100 door, TBMS100 motion, TBHV110 air quality, TBAM100 light, TBWL100 water).
 */
export const PORTS: ReadonlyMap<number, readonly Field[]> = new Map([
  [100, [status('open', 1), BATTERY, ...COUNTED]],
  [102, [status('presence', 1), BATTERY, ...COUNTED]],
  [
    103,
    [
      BATTERY,
      degrees('temperatureBoard', 2),
      HUMIDITY,
      { name: 'CO2Concentration', unit: 'ppm', at: 4, bytes: 2 },
      // Parts per billion.
      { name: 'VOC', unit: 'ppm', at: 6, bytes: 2, over: 1000 },
      { name: 'airQuality', at: 8, bytes: 2 },
      degrees('temperature', 10),
    ],
  ],
  [
    104,
    [
      status('darker', 1),
      status('lighter', 2),
      BATTERY,
      degrees('temperatureBoard', 2),
      { name: 'illuminance', unit: 'lx', at: 3, bytes: 3, over: 100 },
    ],
  ],
  [
    106,
    [status('waterLeak', 1), BATTERY, degrees('temperatureBoard', 2), HUMIDITY, degrees('temperature', 4)],
  ],
]);

export function decodeBrowan(bytes: Uint8Array, fPort: number): ParseResult<SenmlRecord[]> {
  const fields = PORTS.get(fPort);
  if (!fields) return malformed('browan.unknown-port', `Port ${fPort} is not one of measurements.`);
  const length = lengthOf(fields);
  if (bytes.length < length)
    return malformed('browan.truncated', `A message on port ${fPort} needs ${length} bytes.`);
  const data = Buffer.from(bytes);
  return parsed(fields.map((field) => readField(data, field, 'little')));
}

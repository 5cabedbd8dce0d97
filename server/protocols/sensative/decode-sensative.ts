import { alone, type Field, lengthOf, readField } from '../fields.ts';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';

const NOW = 1;
const HISTORY = 2;
const DISINFECTION = ['DIRTY', 'OCCUPIED', 'CLEANING', 'CLEAN'];

const flag = (name: string): Field[] => alone(name, 1, { flag: true });
const alarms = (name: string): Field[] => [
  { name: `${name}High`, at: 0, bytes: 1, mask: 1, flag: true },
  { name: `${name}Low`, at: 0, bytes: 1, mask: 2, flag: true },
];
const tenths = (name: string, at: number): Field => ({
  name,
  unit: 'Cel',
  at,
  bytes: 2,
  signed: true,
  over: 10,
});
const HUMIDITY: Field = { name: 'humidity', unit: '%RH', at: 0, bytes: 1, over: 2 };

/** Reports by the lower seven bits of their first byte, big endian (Sensative, “Strips LoRa – data format”). */
export const REPORTS: ReadonlyMap<number, readonly Field[]> = new Map([
  [0, []],
  [1, alone('batteryLevel', 1, { unit: '%EL' })],
  [2, [tenths('temperature', 0)]],
  [3, alarms('temperatureAlarm')],
  [4, [tenths('averageTemperature', 0)]],
  [5, alarms('averageTemperatureAlarm')],
  [6, [HUMIDITY]],
  [7, alone('illuminance', 2, { unit: 'lx' })],
  [8, alone('illuminance2', 2, { unit: 'lx' })],
  [9, flag('open')],
  [10, flag('openAlarm')],
  [11, flag('tamper')],
  [12, flag('tamperAlarm')],
  [13, alone('flood', 1, { unit: '%' })],
  [14, flag('floodAlarm')],
  [15, flag('foilAlarm')],
  [16, flag('userSwitchAlarm')],
  [17, alone('doorCount', 2, { unit: 'count' })],
  [18, flag('presence')],
  [19, alone('irProximity', 2)],
  [20, alone('irCloseProximity', 2)],
  [21, flag('closeProximityAlarm')],
  [22, alone('disinfection', 1)],
  [80, [HUMIDITY, tenths('temperature', 1)]],
  [81, [HUMIDITY, tenths('averageTemperature', 1)]],
  [82, [...flag('open'), tenths('temperature', 1)]],
]);

/**
 * Decodes a message of a Strip: a sequence number of two bytes and reports. On port 2 they are of the past,
 * each behind its age in seconds, which becomes a negative `t`.
 */
export function decodeSensative(bytes: Uint8Array, fPort: number): ParseResult<SenmlRecord[]> {
  const data = Buffer.from(bytes);
  if (fPort !== NOW && fPort !== HISTORY)
    return malformed('sensative.unknown-port', `Port ${fPort} is not one of measurements.`);
  if (data.length < 2) return malformed('sensative.truncated', 'The payload needs 2 bytes at least.');
  const ageBytes = fPort === HISTORY ? 4 : 0;
  const records: SenmlRecord[] = [];
  let at = 2;
  while (at < data.length) {
    const path = `byte ${at}`;
    if (at + ageBytes + 1 > data.length)
      return malformed('sensative.truncated', 'An age without a report ends the payload.', path);
    const age = ageBytes === 0 ? 0 : data.readUInt32BE(at);
    const type = data.readUInt8(at + ageBytes) & 0x7f;
    const fields = REPORTS.get(type);
    if (!fields) return malformed('sensative.unknown-report', `Report ${type} is not known.`, path);
    const start = at + ageBytes + 1;
    const value = data.subarray(start, start + lengthOf(fields));
    if (value.length < lengthOf(fields))
      return malformed('sensative.truncated', `Report ${type} needs ${lengthOf(fields)} bytes.`, path);
    for (const field of fields) {
      const record = said(readField(value, field, 'big'));
      records.push(age === 0 ? record : { ...record, t: -age });
    }
    at = start + value.length;
  }
  return parsed(records);
}

function said(record: SenmlRecord): SenmlRecord {
  const word = record.n === 'disinfection' ? DISINFECTION[record.v ?? -1] : undefined;
  return word === undefined ? record : { n: 'disinfection', vs: word };
}

import { alone, type Field } from '../fields.ts';

/**
 * What channel and type bytes stand for in the uplinks of each series, from the user guides of Milesight
 * (EM300 §5, AM100 §7, AM300 §6, EM400-MUD §6). Little endian.
 */
export type Channels = ReadonlyMap<string, readonly Field[]>;

const BATTERY = ['0175', alone('batteryLevel', 1, { unit: '%EL' })] as const;
const TEMPERATURE = alone('temperature', 2, { unit: 'Cel', signed: true, over: 10 });
const HUMIDITY = alone('humidity', 1, { unit: '%RH', over: 2 });
const CLIMATE = [BATTERY, ['0367', TEMPERATURE], ['0468', HUMIDITY]] as const;
const MILLIMETRES = alone('distance', 2, { unit: 'm', over: 1000 });

const POSITION: Field[] = [
  { name: 'latitude', unit: 'lat', at: 0, bytes: 4, signed: true, over: 1_000_000 },
  { name: 'longitude', unit: 'lon', at: 4, bytes: 4, signed: true, over: 1_000_000 },
  // The lower half of the byte: 0 unknown, 1 starts, 2 moves, 3 stops.
  { name: 'motionStatus', at: 8, bytes: 1, mask: 0x0f },
];

export const EM300: Channels = new Map<string, readonly Field[]>([
  ...CLIMATE,
  ['0500', alone('waterLeak', 1, { flag: true })],
  ['0600', alone('open', 1, { flag: true })],
  ['05c8', alone('pulseAbsolute', 4, { unit: 'count' })],
]);

export const AM100: Channels = new Map<string, readonly Field[]>([
  ...CLIMATE,
  ['056a', alone('activity', 2, { unit: 'count' })],
  [
    '0665',
    [
      { name: 'illuminance', unit: 'lx', at: 0, bytes: 2 },
      { name: 'lightVisibleInfrared', at: 2, bytes: 2 },
      { name: 'lightInfrared', at: 4, bytes: 2 },
    ],
  ],
  ['077d', alone('CO2Concentration', 2, { unit: 'ppm' })],
  ['087d', alone('VOC', 2, { unit: 'ppm', over: 1000 })],
  // Tenths of a hectopascal.
  ['0973', alone('pressure', 2, { unit: 'Pa', times: 10 })],
]);

export const AM300: Channels = new Map<string, readonly Field[]>([
  ...CLIMATE,
  ['0500', alone('presence', 1, { flag: true })],
  ['06cb', alone('lightLevel', 1)],
  ['077d', alone('CO2Concentration', 2, { unit: 'ppm' })],
  ['087d', alone('airQuality', 2, { over: 100 })],
  ['08e6', alone('VOCDensity', 2, { unit: 'ug/m3' })],
  ['0973', alone('pressure', 2, { unit: 'Pa', times: 10 })],
  ['0a7d', alone('formaldehyde', 2, { unit: 'mg/m3', over: 100 })],
  ['0b7d', alone('PM2.5', 2, { unit: 'ug/m3' })],
  ['0c7d', alone('PM10', 2, { unit: 'ug/m3' })],
  ['0d7d', alone('ozone', 2, { unit: 'ppm', over: 100 })],
  ['0e01', alone('buzzer', 1, { flag: true })],
]);

export const EM400: Channels = new Map<string, readonly Field[]>([
  BATTERY,
  ['0367', TEMPERATURE],
  ['0482', MILLIMETRES],
  ['0500', alone('tilt', 1, { flag: true })],
  ['0688', POSITION],
  ['8367', [...TEMPERATURE, { name: 'temperatureAlarm', at: 2, bytes: 1, flag: true }]],
  ['8482', [...MILLIMETRES, { name: 'distanceAlarm', at: 2, bytes: 1, flag: true }]],
]);

/** Bytes of what every device tells of itself after a join: versions, class, serial number. */
export const OF_DEVICE: ReadonlyMap<string, number> = new Map([
  ['ff01', 1],
  ['ff09', 2],
  ['ff0a', 2],
  ['ff0b', 1],
  ['ff0f', 1],
  ['ff16', 8],
  ['ff18', 2],
  ['fffe', 1],
]);

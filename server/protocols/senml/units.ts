/**
 * The SenML units registry: primary units of RFC 8428 §12.1 and RFC 8798 §2, secondary units of
 * RFC 8798 §3. A secondary unit is `value · scale + offset` of its primary unit.
 */
export interface SenmlUnit {
  symbol: string;
  /** English name. */
  description: string;
  primary: string;
  scale: number;
  offset: number;
}

const PRIMARY: Record<string, string> = {
  m: 'metre',
  kg: 'kilogram',
  g: 'gram',
  s: 'second',
  A: 'ampere',
  K: 'kelvin',
  cd: 'candela',
  mol: 'mole',
  Hz: 'hertz',
  rad: 'radian',
  sr: 'steradian',
  N: 'newton',
  Pa: 'pascal',
  J: 'joule',
  W: 'watt',
  C: 'coulomb',
  V: 'volt',
  F: 'farad',
  Ohm: 'ohm',
  S: 'siemens',
  Wb: 'weber',
  T: 'tesla',
  H: 'henry',
  Cel: 'degree Celsius',
  lm: 'lumen',
  lx: 'lux',
  Bq: 'becquerel',
  Gy: 'gray',
  Sv: 'sievert',
  kat: 'katal',
  m2: 'square metre',
  m3: 'cubic metre',
  l: 'litre',
  'm/s': 'metre per second',
  'm/s2': 'metre per square second',
  'm3/s': 'cubic metre per second',
  'l/s': 'litre per second',
  'W/m2': 'watt per square metre',
  'cd/m2': 'candela per square metre',
  bit: 'bit',
  'bit/s': 'bit per second',
  lat: 'degree of latitude',
  lon: 'degree of longitude',
  pH: 'pH value',
  dB: 'decibel',
  dBW: 'decibel relative to 1 W',
  Bspl: 'bel of sound pressure level',
  count: 'counter value',
  '/': 'ratio',
  '%': 'ratio in per cent',
  '%RH': 'relative humidity in per cent',
  '%EL': 'remaining battery level in per cent',
  EL: 'remaining battery time in seconds',
  '1/s': 'events per second',
  '1/min': 'events per minute',
  'beat/min': 'heart beats per minute',
  beats: 'heart beats',
  'S/m': 'siemens per metre',
  B: 'byte',
  VA: 'volt-ampere',
  VAs: 'volt-ampere second',
  var: 'volt-ampere reactive',
  vars: 'volt-ampere-reactive second',
  'J/m': 'joule per metre',
  'kg/m3': 'kilogram per cubic metre',
  deg: 'degree of angle',
};

const SECONDARY: readonly [
  symbol: string,
  description: string,
  primary: string,
  scale: number,
  offset?: number,
][] = [
  ['ms', 'millisecond', 's', 1 / 1000],
  ['min', 'minute', 's', 60],
  ['h', 'hour', 's', 3600],
  ['MHz', 'megahertz', 'Hz', 1e6],
  ['kW', 'kilowatt', 'W', 1000],
  ['kVA', 'kilovolt-ampere', 'VA', 1000],
  ['kvar', 'kilovar', 'var', 1000],
  ['Ah', 'ampere-hour', 'C', 3600],
  ['Wh', 'watt-hour', 'J', 3600],
  ['kWh', 'kilowatt-hour', 'J', 3_600_000],
  ['varh', 'var-hour', 'vars', 3600],
  ['kvarh', 'kilovar-hour', 'vars', 3_600_000],
  ['kVAh', 'kilovolt-ampere-hour', 'VAs', 3_600_000],
  ['Wh/km', 'watt-hour per kilometre', 'J/m', 3.6],
  ['KiB', 'kibibyte', 'B', 1024],
  ['GB', 'gigabyte', 'B', 1e9],
  ['Mbit/s', 'megabit per second', 'bit/s', 1e6],
  ['B/s', 'byte per second', 'bit/s', 8],
  ['MB/s', 'megabyte per second', 'bit/s', 8e6],
  ['mV', 'millivolt', 'V', 1 / 1000],
  ['mA', 'milliampere', 'A', 1 / 1000],
  ['dBm', 'decibel relative to 1 mW', 'dBW', 1, -30],
  ['ug/m3', 'microgram per cubic metre', 'kg/m3', 1e-9],
  ['mm/h', 'millimetre per hour', 'm/s', 1 / 3_600_000],
  ['m/h', 'metre per hour', 'm/s', 1 / 3600],
  ['ppm', 'parts per million', '/', 1e-6],
  ['/100', 'per cent', '/', 1 / 100],
  ['/1000', 'per mille', '/', 1 / 1000],
  ['hPa', 'hectopascal', 'Pa', 100],
  ['mm', 'millimetre', 'm', 1 / 1000],
  ['cm', 'centimetre', 'm', 1 / 100],
  ['km', 'kilometre', 'm', 1000],
  ['km/h', 'kilometre per hour', 'm/s', 1 / 3.6],
];

export const UNITS: ReadonlyMap<string, SenmlUnit> = new Map([
  ...Object.entries(PRIMARY).map(([symbol, description]): [string, SenmlUnit] => [
    symbol,
    { symbol, description, primary: symbol, scale: 1, offset: 0 },
  ]),
  ...SECONDARY.map(([symbol, description, primary, scale, offset = 0]): [string, SenmlUnit] => [
    symbol,
    { symbol, description, primary, scale, offset },
  ]),
]);

/** Units that say nothing to a reader; screens leave them out. */
const HIDDEN_UNITS: ReadonlySet<string> = new Set(['enum', '/', 'string']);

export function isHiddenUnit(symbol: string): boolean {
  return HIDDEN_UNITS.has(symbol);
}

export function isSecondaryUnit(symbol: string): boolean {
  const unit = UNITS.get(symbol);
  return unit !== undefined && unit.primary !== symbol;
}

/** The value in another unit of the same quantity; null when the registry knows no way from one to the other. */
export function convertUnit(value: number, from: string, to: string): number | null {
  if (from === to) return value;
  const source = UNITS.get(from);
  const target = UNITS.get(to);
  if (!source || !target || source.primary !== target.primary) return null;
  const inPrimary = times(value, source.scale) + source.offset;
  return times(inPrimary - target.offset, 1 / target.scale);
}

/** Dividing by the whole number behind 1/1000 keeps 1001 mm at 1.001 m, which multiplying does not. */
function times(value: number, factor: number): number {
  return Math.abs(factor) < 1 ? value / (1 / factor) : value * factor;
}

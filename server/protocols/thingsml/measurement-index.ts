/**
 * The ThingsML measurement index list: `i_` stands for a name and a unit. Published from -24 (so that
 * the commonest fit one CBOR byte) up to 14; `null` means that the measurement has no unit.
 */
const TABLE: readonly [index: number, name: string, unit: string | null][] = [
  [-24, 'temperature', 'Cel'],
  [-23, 'humidity', '%RH'],
  [-22, 'latitude', 'lat'],
  [-21, 'longitude', 'lon'],
  [-20, 'altitude', 'm'],
  [-19, 'power', 'W'],
  [-18, 'pressure', 'Pa'],
  [-17, 'angle', 'rad'],
  [-16, 'length', 'm'],
  [-15, 'breadth', 'm'],
  [-14, 'height', 'm'],
  [-13, 'weight', 'kg'],
  [-12, 'thickness', 'm'],
  [-11, 'distance', 'm'],
  [-10, 'area', 'm2'],
  [-9, 'volume', 'm3'],
  [-8, 'velocity', 'm/s'],
  [-7, 'electricCurrent', 'A'],
  [-6, 'electricPotential', 'V'],
  [-5, 'electricResistance', 'Ohm'],
  [-4, 'illuminance', 'lx'],
  [-3, 'accelerationX', 'm/s2'],
  [-2, 'accelerationY', 'm/s2'],
  [-1, 'accelerationZ', 'm/s2'],
  [0, 'heading', 'rad'],
  [1, 'COConcentration', 'ppm'],
  [2, 'CO2Concentration', 'ppm'],
  [3, 'sound', 'dB'],
  [4, 'frequency', 'Hz'],
  [5, 'batteryLevel', '%EL'],
  [6, 'batteryVoltage', 'V'],
  [7, 'radius', 'm'],
  [8, 'batteryLevelLow', '/'],
  [9, 'compassX', 'T'],
  [10, 'compassY', 'T'],
  [11, 'compassZ', 'T'],
  [12, 'readSwitch', '/'],
  [13, 'presence', null],
  [14, 'counter', null],
];

export interface Measurement {
  index: number;
  name: string;
  unit: string | null;
}

export const MEASUREMENTS: readonly Measurement[] = TABLE.map(([index, name, unit]) => ({
  index,
  name,
  unit,
}));

const BY_INDEX = new Map(MEASUREMENTS.map((measurement) => [measurement.index, measurement]));
const BY_NAME = new Map(MEASUREMENTS.map((measurement) => [measurement.name, measurement]));

export function measurementOfIndex(index: number): Measurement | undefined {
  return BY_INDEX.get(index);
}

export function measurementOfName(name: string): Measurement | undefined {
  return BY_NAME.get(name);
}

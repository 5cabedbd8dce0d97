import { grideyeName } from '#server/protocols/elsys/decode-elsys.ts';
import type { ExpectedRecord } from '../contract.ts';

const number = (name: string, unit: string, example?: number, description?: string): ExpectedRecord => ({
  name,
  type: 'number',
  unit,
  ...(example === undefined ? {} : { example }),
  ...(description === undefined ? {} : { description }),
});
const flag = (name: string): ExpectedRecord => ({ name, type: 'boolean', unit: null, example: false });

const RELATIVE = 'Relative value, reset every transmission';
const ABSOLUTE = 'Absolute value, never reset';

/** Where the versions differ. */
export const CO2_CONCENTRATION = number('CO2Concentration', 'ppm', 638);
export const CO2_FORMER = number(
  'CO2',
  'ppm',
  638,
  'The same value as CO2Concentration under its former name',
);
export const PULSE_2 = number('Pulse2', 'count', undefined, `${RELATIVE} (capital P)`);

export const ELSYS_RECORDS: ExpectedRecord[] = [
  number('accelerationX', 'm/s2'),
  number('accelerationY', 'm/s2'),
  number('accelerationZ', 'm/s2', 13.231194444444442),
  number('analog1', 'V', 35.124, 'External analog input voltage'),
  number('analog2', 'V', 49.287),
  number('batteryVoltage', 'V', 3.596),
  flag('digitalExternal'),
  flag('digitalIn2'),
  number('distance', 'm', 2.614),
  ...Array.from({ length: 64 }, (_, pixel) =>
    pixel === 0
      ? number(
          grideyeName(pixel),
          'Cel',
          21.2,
          'All grideye records together are the infrared image of the room',
        )
      : number(grideyeName(pixel), 'Cel'),
  ),
  number('humidity', '%RH', 34),
  number('illuminance', 'lx', 56273),
  number('latitude', 'lat'),
  number('longitude', 'lon'),
  number('motion', 'count', 5, 'Number of detected PIR motions'),
  number('occupancy', 'count', 0, '0: No detection; 1: Entering/leaving; 2: Occupied'),
  number('pressure', 'Pa', 102900),
  number('pulse', 'count', undefined, RELATIVE),
  number('pulseAbsolute', 'count', undefined, ABSOLUTE),
  number('pulseAbsolute2', 'count', undefined, ABSOLUTE),
  number('soundAverage', 'dB', 42),
  number('soundPeak', 'dB', 80),
  number('temperature', 'Cel', 23.5),
  number('temperatureExternal1', 'Cel'),
  number('temperatureExternal2', 'Cel'),
  number('temperatureIRExternal', 'Cel', 24.9),
  number('temperatureIRInternal', 'Cel', 23.3),
  number('waterLeak', 'count'),
  number('accelerationMotion', 'count', undefined, 'Movements that the accelerometer counted'),
  number('analogLoadCell', 'V'),
  number('VOC', 'ppm', undefined, 'Volatile organic compounds'),
  { name: 'debug', type: 'number', unit: null },
];

import { quantity } from '../fields.ts';
import type { SenmlRecord } from '../senml/record.ts';

/** One sensor of a device: so many 16-bit words, and what they say. */
export interface DecentlabSensor {
  words: number;
  records(x: readonly number[]): SenmlRecord[];
}

const word = (x: readonly number[], nth: number): number => x[nth] ?? 0;
/** Values that may be negative are sent with 32,768 added. */
const signed = (x: readonly number[], nth: number): number => word(x, nth) - 32_768;

const BATTERY: DecentlabSensor = {
  words: 1,
  records: (x) => [quantity('batteryVoltage', word(x, 0) / 1000, 'V')],
};

/** Sensirion SHT: the full range of 16 bits. */
const AIR: DecentlabSensor = {
  words: 2,
  records: (x) => [
    quantity('temperature', (175 * word(x, 0)) / 65_535 - 45, 'Cel'),
    quantity('humidity', (100 * word(x, 1)) / 65_535, '%RH'),
  ],
};

const LIGHT: DecentlabSensor = {
  words: 2,
  records(x) {
    const [both, infrared] = [word(x, 0), word(x, 1)];
    const lux = 1.5504 * Math.max(both - 1.64 * infrared, 0.59 * both - 0.86 * infrared, 0);
    return [
      quantity('lightVisibleInfrared', both),
      quantity('lightInfrared', infrared),
      quantity('illuminance', lux, 'lx'),
    ];
  },
};

/**
 * The sensors of each model in the order of its flags, from the data sheets at decentlab.com (“Sensor data
 * format”). A payload does not name its model: the device type does.
 */
export const DECENTLAB_MODELS = {
  'dl-trs12': [
    {
      words: 3,
      records(x) {
        const raw = word(x, 0) / 10;
        const root = 2.887e-9 * raw ** 3 - 2.08e-5 * raw ** 2 + 0.05276 * raw - 43.39;
        return [
          quantity('dielectricPermittivity', root ** 2),
          quantity('volumetricWaterContent', 0.0003879 * raw - 0.6956, 'm3/m3'),
          quantity('temperature', signed(x, 1) / 10, 'Cel'),
          // Microsiemens per centimetre.
          quantity('conductivity', word(x, 2) / 10_000, 'S/m'),
        ];
      },
    },
    BATTERY,
  ],
  'dl-iam': [
    BATTERY,
    AIR,
    { words: 1, records: (x) => [quantity('pressure', word(x, 0) * 2, 'Pa')] },
    LIGHT,
    {
      words: 3,
      records: (x) => [
        quantity('CO2Concentration', signed(x, 0), 'ppm'),
        quantity('CO2Status', word(x, 1)),
        quantity('infraredRaw', word(x, 2)),
      ],
    },
    { words: 1, records: (x) => [quantity('motion', word(x, 0), 'count')] },
    // Parts per billion.
    { words: 1, records: (x) => [quantity('VOC', word(x, 0) / 1000, 'ppm')] },
  ],
  'dl-ctd10': [
    {
      words: 4,
      records: (x) => [
        quantity('waterDepth', signed(x, 0) / 1000, 'm'),
        quantity('temperature', signed(x, 1) / 10, 'Cel'),
        quantity('conductivity', word(x, 2) / 10_000, 'S/m'),
        { n: 'freezing', vb: word(x, 3) !== 0 },
      ],
    },
    BATTERY,
  ],
  'dl-mbx': [
    {
      words: 2,
      records: (x) => [
        quantity('distance', word(x, 0) / 1000, 'm'),
        quantity('validSamples', word(x, 1), 'count'),
      ],
    },
    BATTERY,
  ],
  'dl-sht35': [AIR, BATTERY],
} as const satisfies Record<string, readonly DecentlabSensor[]>;

export type DecentlabModel = keyof typeof DECENTLAB_MODELS;

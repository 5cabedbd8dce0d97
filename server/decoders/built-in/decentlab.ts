import { decodeDecentlab } from '#server/protocols/decentlab/decode-decentlab.ts';
import { DECENTLAB_MODELS, type DecentlabModel } from '#server/protocols/decentlab/models.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { payloadDecoder } from './payload-decoder.ts';

const battery = (v: number): SenmlRecord => ({ n: 'batteryVoltage', u: 'V', v });

/** The examples that the maker publishes with each model: everything, and the battery alone. */
function model(
  key: DecentlabModel,
  description: string,
  page: string,
  [frmPayload, makes]: [string, SenmlRecord[]],
  [second, alone]: [string, SenmlRecord[]],
) {
  const name = key.toUpperCase();
  return payloadDecoder({
    key: `decentlab-${key}`,
    name: `› Decoded Decentlab ${name} payload`,
    description: `Decoder for Decentlab ${name}: ${description}`,
    source: { title: `Decentlab, “${name}” data sheet`, url: `https://www.decentlab.com/products/${page}` },
    read: (bytes) => decodeDecentlab(bytes, key),
    announces: DECENTLAB_MODELS[key].flatMap(({ words, records }) => records(Array(words).fill(32_768))),
    examples: [
      { description: 'The published payload with all sensors', fPort: 1, frmPayload, makes },
      {
        description: 'The published payload with the battery alone',
        fPort: 1,
        frmPayload: second,
        makes: alone,
      },
      {
        description: 'A version of the protocol that is not known',
        fPort: 1,
        frmPayload: `01${frmPayload.slice(2)}`,
        makes: 'Version 1 of the protocol is not known. (byte 0)',
      },
    ],
  });
}

export const decentlabDecoders = [
  model(
    'dl-trs12',
    'soil moisture, temperature and conductivity.',
    'soil-moisture-temperature-and-electrical-conductivity-sensor-for-lorawan',
    [
      '0210d3000346be813d00000c80',
      [
        { n: 'dielectricPermittivity', v: 1.18312489668 },
        { n: 'volumetricWaterContent', u: 'm3/m3', v: 0.0068869 },
        { n: 'temperature', u: 'Cel', v: 31.7 },
        { n: 'conductivity', u: 'S/m', v: 0 },
        battery(3.2),
      ],
    ],
    ['0210d300020c80', [battery(3.2)]],
  ),
  model(
    'dl-iam',
    'indoor climate, light, CO2, VOC and motion.',
    'indoor-ambiance-monitor-including-co2-tvoc-and-motion-sensor-for-lorawan',
    [
      '020bbd007f0b926a515d48bc4e0262006981c7000093d4000b0111',
      [
        battery(2.962),
        { n: 'temperature', u: 'Cel', v: 27.6783398184 },
        { n: 'humidity', u: '%RH', v: 36.4385442893 },
        { n: 'pressure', u: 'Pa', v: 96_412 },
        { n: 'lightVisibleInfrared', v: 610 },
        { n: 'lightInfrared', v: 105 },
        { n: 'illuminance', u: 'lx', v: 678.76512 },
        { n: 'CO2Concentration', u: 'ppm', v: 455 },
        { n: 'CO2Status', v: 0 },
        { n: 'infraredRaw', v: 37_844 },
        { n: 'motion', u: 'count', v: 11 },
        { n: 'VOC', u: 'ppm', v: 0.273 },
      ],
    ],
    ['020bbd00010b92', [battery(2.962)]],
  ),
  model(
    'dl-ctd10',
    'level, temperature and conductivity of water.',
    'pressure-/-liquid-level-temperature-and-electrical-conductivity-sensor-for-lorawan',
    [
      '0207d9000390888081006400000c60',
      [
        { n: 'waterDepth', u: 'm', v: 4.232 },
        { n: 'temperature', u: 'Cel', v: 12.9 },
        { n: 'conductivity', u: 'S/m', v: 0.01 },
        { n: 'freezing', vb: false },
        battery(3.168),
      ],
    ],
    ['0207d900020c60', [battery(3.168)]],
  ),
  model(
    'dl-mbx',
    'distance by ultrasound.',
    'ultrasonic-distance-/-level-sensor-for-lorawan',
    [
      '02012f000304d200010bb1',
      [{ n: 'distance', u: 'm', v: 1.234 }, { n: 'validSamples', u: 'count', v: 1 }, battery(2.993)],
    ],
    ['02012f00020bb1', [battery(2.993)]],
  ),
  model(
    'dl-sht35',
    'temperature and humidity of air.',
    'air-temperature-and-humidity-sensor-with-radiation-shield-for-lorawan',
    [
      '02030e000364a079b10c60',
      [
        { n: 'temperature', u: 'Cel', v: 23.7876707103 },
        { n: 'humidity', u: '%RH', v: 47.5364309148 },
        battery(3.168),
      ],
    ],
    ['02030e00020c60', [battery(3.168)]],
  ),
];

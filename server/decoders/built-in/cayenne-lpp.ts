import { CAYENNE_TYPES, decodeCayenne } from '#server/protocols/cayenne/decode-cayenne.ts';
import { blankRecords } from '#server/protocols/fields.ts';
import { payloadDecoder } from './payload-decoder.ts';

const kinds = [...CAYENNE_TYPES.values()].flatMap(blankRecords);
const POSITION = ['latitude', 'longitude', 'altitude'];

export const cayenneLpp = payloadDecoder({
  key: 'cayenne-lpp',
  name: '› Decoded Cayenne LPP payload',
  description:
    'Decoder for devices that send Cayenne Low Power Payload. The channel stands behind each name; the first position has none.',
  source: {
    title: 'myDevices, “Cayenne Low Power Payload”',
    url: 'https://docs.mydevices.com/docs/lorawan/cayenne-lpp',
  },
  read: decodeCayenne,
  announces: [
    ...kinds.map((record) => ({ ...record, n: `${record.n}_<channel>` })),
    ...kinds.filter(({ n = '' }) => POSITION.includes(n)),
  ],
  examples: [
    {
      description: 'The published device with two temperature sensors',
      fPort: 1,
      frmPayload: '03670110056700ff',
      makes: [
        { n: 'temperature_3', u: 'Cel', v: 27.2 },
        { n: 'temperature_5', u: 'Cel', v: 25.5 },
      ],
    },
    {
      description: 'The published device with temperature and acceleration',
      fPort: 1,
      frmPayload: '0167ffd7067104d2fb2e0000',
      makes: [
        { n: 'temperature_1', u: 'Cel', v: -4.1 },
        { n: 'accelerationX_6', u: 'm/s2', v: 12.1014061 },
        { n: 'accelerationY_6', u: 'm/s2', v: -12.1014061 },
        { n: 'accelerationZ_6', u: 'm/s2', v: 0 },
      ],
    },
    {
      description: 'The published device with GPS',
      fPort: 1,
      frmPayload: '018806765ff2960a0003e8',
      makes: [
        { n: 'latitude', u: 'lat', v: 42.3519 },
        { n: 'longitude', u: 'lon', v: -87.9094 },
        { n: 'altitude', u: 'm', v: 10 },
      ],
    },
    {
      description: 'A value cut short',
      fPort: 1,
      frmPayload: '036701',
      makes: 'Data type 103 needs 2 bytes. (byte 0)',
    },
  ],
});

import { blankRecords } from '#server/protocols/fields.ts';
import { decodeSensative, REPORTS } from '#server/protocols/sensative/decode-sensative.ts';
import { payloadDecoder } from './payload-decoder.ts';

export const sensativeStrips = payloadDecoder({
  key: 'sensative-strips',
  name: '› Decoded Sensative Strips payload',
  description:
    'Decoder for Sensative Strips: climate, doors, leaks, presence; also what they kept for later.',
  source: {
    title: 'Sensative, decoder for Strips in the LoRaWAN device repository',
    url: 'https://github.com/TheThingsNetwork/lorawan-devices/tree/master/vendor/sensative',
  },
  read: decodeSensative,
  announces: [
    ...blankRecords([...REPORTS.values()].flat()).filter(({ n }) => n !== 'disinfection'),
    { n: 'disinfection', vs: '' },
  ],
  meanings: {
    disinfection: 'DIRTY, OCCUPIED, CLEANING or CLEAN',
    flood: 'How wet it is',
    doorCount: 'Openings since the start',
  },
  examples: [
    {
      description: 'Battery, temperature, humidity and a closed door',
      fPort: 1,
      frmPayload: 'ffff015f0200e306540900',
      makes: [
        { n: 'batteryLevel', u: '%EL', v: 95 },
        { n: 'temperature', u: 'Cel', v: 22.7 },
        { n: 'humidity', u: '%RH', v: 42 },
        { n: 'open', vb: false },
      ],
    },
    {
      description: 'Humidity with temperature, as one report, a minute and an hour ago',
      fPort: 2,
      frmPayload: '00120000003c5054fff600000e105056fff0',
      makes: [
        { n: 'humidity', u: '%RH', v: 42, t: -60 },
        { n: 'temperature', u: 'Cel', v: -1, t: -60 },
        { n: 'humidity', u: '%RH', v: 43, t: -3600 },
        { n: 'temperature', u: 'Cel', v: -1.6, t: -3600 },
      ],
    },
    {
      description: 'A place that was cleaned',
      fPort: 1,
      frmPayload: '00071603',
      makes: [{ n: 'disinfection', vs: 'CLEAN' }],
    },
    { description: 'An empty report', fPort: 1, frmPayload: 'ffff00', makes: null },
    {
      description: 'A report that nobody knows',
      fPort: 1,
      frmPayload: 'ffff3f00',
      makes: 'Report 63 is not known. (byte 2)',
    },
  ],
});

import { blankRecords } from '#server/protocols/fields.ts';
import { decodeEd16xx, MESSAGES } from '#server/protocols/one-m2m/decode-ed16xx.ts';
import { payloadDecoder } from './payload-decoder.ts';

const DEFINITION: Omit<Parameters<typeof payloadDecoder>[0], 'key' | 'name'> = {
  description:
    'Decoder for messages of devices with default 1M2M ED16xx firmware: 00 to 04, 06, 08 and 09. How 0A to 0D are laid out is not public.',
  source: {
    title: 'CampusIoT, structures of the messages of the 1M2M ED1608',
    url: 'https://github.com/CampusIoT/payload-codec/tree/master/src/main/ttn_loraappserver/1m2m',
  },
  read: decodeEd16xx,
  announces: [
    ...blankRecords([...MESSAGES.values()].flat()),
    ...[0, 1, 2, 3, 4].map((nth) => ({ n: `Ow${nth}`, u: 'Cel', v: 0 })),
    { n: 'FixAge', v: 0 },
    { n: 'NumSat', v: 0 },
    { n: 'latitude', u: 'lat', v: 0 },
    { n: 'longitude', u: 'lon', v: 0 },
  ],
  meanings: {
    FixAge: 'Minutes since the position was fixed, up to 60; older is not told in public steps',
    Barom: 'Pascals',
    CmdAck: 'Number of the last command that it took',
    Max1Freq: 'As the device tells it; its scale is not public',
    Max2Freq: 'As the device tells it; its scale is not public',
    Max3Freq: 'As the device tells it; its scale is not public',
    VibGai: 'Gain of the vibration detection',
    MagX: 'Steps of 10 microtesla',
    GravX: '64 is one g',
  },
  examples: [
    {
      description: 'The published message of a moving device, with the position that its maker reads in it',
      fPort: 1,
      frmPayload: '0102096100064f7a3c07a50300000000',
      makes: [
        { n: 'Start', vb: false },
        { n: 'Move', vb: true },
        { n: 'Stop', vb: false },
        { n: 'Vibr', vb: false },
        { n: 'temperature', u: 'Cel', v: 24.01 },
        { n: 'FixAge', v: 0 },
        { n: 'NumSat', v: 6 },
        { n: 'latitude', u: 'lat', v: 52.08636 },
        { n: 'longitude', u: 'lon', v: 5.00995 },
      ],
    },
    {
      description: 'The published message of its sensors: 12.85 °C, 41 %',
      fPort: 1,
      frmPayload: '0200e5cc05052900000c000000000000',
      makes: [
        { n: 'Status', v: 0 },
        { n: 'Barom', u: 'P', v: 93_292 },
        { n: 'temperature', u: 'Cel', v: 12.85 },
        { n: 'humidity', u: '%RH', v: 41 },
        { n: 'BeamX', u: 'rad', v: 0 },
        { n: 'BeamY', u: 'rad', v: 0 },
        { n: 'BeamZ', u: 'rad', v: 0.147235975698 },
        { n: 'VibAmp', v: 0 },
        { n: 'VibFrq', u: 'Hz', v: 0 },
      ],
    },
    {
      description: 'Alive in the south west of the world: the high bits of both angles are their signs',
      fPort: 1,
      frmPayload: '000001070ae5b085c4f85afdff',
      makes: [
        { n: 'profile', v: 1 },
        { n: 'CmdAck', v: 7 },
        { n: 'batteryLevel', u: '%EL', v: 100 },
        { n: 'FixAge', v: 10 },
        { n: 'NumSat', v: 5 },
        { n: 'latitude', u: 'lat', v: -52.08636 },
        { n: 'longitude', u: 'lon', v: -5.00995 },
      ],
    },
    {
      description: 'Two probes on the wire',
      fPort: 1,
      frmPayload: '060203ca1352',
      makes: [
        { n: 'Ow0', u: 'Cel', v: 42 },
        { n: 'Ow1', u: 'Cel', v: 30 },
      ],
    },
    {
      description: 'A message whose layout is not public',
      fPort: 1,
      frmPayload: '0c010203',
      makes: 'How a message 0C is laid out is not public. (byte 0)',
    },
  ],
};

export const oneM2mEd16xx = payloadDecoder({
  ...DEFINITION,
  key: '1m2m-ed16xx',
  name: '› Decoded 1M2M ED16xx payload',
  form: 'former',
});

export const oneM2mEd16xxV2 = payloadDecoder({
  ...DEFINITION,
  key: '1m2m-ed16xx-v2',
  name: '› Decoded 1M2M ED16xx payload (v2)',
  fixes: [
    'Latitude and longitude are right wherever the device is.',
    'FixAge above 60 minutes is left out: its steps are not public.',
  ],
});

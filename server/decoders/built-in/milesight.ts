import { blankRecords } from '#server/protocols/fields.ts';
import { decodeMilesight } from '#server/protocols/milesight/decode-milesight.ts';
import { AM100, AM300, type Channels, EM300, EM400 } from '#server/protocols/milesight/series.ts';
import { payloadDecoder } from './payload-decoder.ts';

const PORT = 85;

const series = (channels: Channels) => ({
  read: (bytes: Uint8Array) => decodeMilesight(bytes, channels),
  announces: [...channels.values()].flatMap(blankRecords),
});

const guide = (title: string, product: string) => ({
  title: `Milesight, “${title}”`,
  url: `https://www.milesight.com/iot/product/lorawan-sensor/${product}`,
});

const DEVICE_INFORMATION = {
  description: 'What a device tells of itself after a join holds no measurement',
  fPort: PORT,
  frmPayload: 'ff0bffff0101ff166329c42503920003ff090100ff0a0101ff0f00',
  makes: null,
};

export const milesightEm300 = payloadDecoder({
  key: 'milesight-em300',
  name: '› Decoded Milesight EM300 payload',
  description:
    'Decoder for the Milesight EM300 and EM320 series: temperature, humidity, leak, contact, pulses.',
  source: guide('EM300 Series User Guide', 'em300-th'),
  ...series(EM300),
  meanings: {
    waterLeak: 'Of the EM300-DI: its input is high',
    open: 'The magnet is away',
    pulseAbsolute: 'Absolute value of the EM300-DI',
  },
  examples: [
    {
      description: 'The published payload of an EM300-SLD that stands in water',
      fPort: PORT,
      frmPayload: '01756403671001046871050001',
      makes: [
        { n: 'batteryLevel', u: '%EL', v: 100 },
        { n: 'temperature', u: 'Cel', v: 27.2 },
        { n: 'humidity', u: '%RH', v: 56.5 },
        { n: 'waterLeak', vb: true },
      ],
    },
    {
      description: 'The published payload of an EM300-DI, its counter as the guide reads it',
      fPort: PORT,
      frmPayload: '01756403671e0104685e05c806000000',
      makes: [
        { n: 'batteryLevel', u: '%EL', v: 100 },
        { n: 'temperature', u: 'Cel', v: 28.6 },
        { n: 'humidity', u: '%RH', v: 47 },
        { n: 'pulseAbsolute', u: 'count', v: 6 },
      ],
    },
    DEVICE_INFORMATION,
    {
      description: 'A channel of another series',
      fPort: PORT,
      frmPayload: '077dc501',
      makes: 'Channel and type 077d are not known. (byte 0)',
    },
  ],
});

export const milesightAm100 = payloadDecoder({
  key: 'milesight-am100',
  name: '› Decoded Milesight AM100 payload',
  description:
    'Decoder for the Milesight AM100 series (AM102 to AM107): indoor climate, CO2, light, activity.',
  source: guide('AM100 Series User Guide', 'am102'),
  ...series(AM100),
  meanings: { VOC: 'Volatile organic compounds', activity: 'Movements that the infrared sensor counted' },
  examples: [
    {
      description: 'The published values of an AM104',
      fPort: PORT,
      frmPayload: '01756403671001046871056a490006651c0079001400',
      makes: [
        { n: 'batteryLevel', u: '%EL', v: 100 },
        { n: 'temperature', u: 'Cel', v: 27.2 },
        { n: 'humidity', u: '%RH', v: 56.5 },
        { n: 'activity', u: 'count', v: 73 },
        { n: 'illuminance', u: 'lx', v: 28 },
        { n: 'lightVisibleInfrared', v: 121 },
        { n: 'lightInfrared', v: 20 },
      ],
    },
    {
      description: 'The published payload of an AM103',
      fPort: PORT,
      frmPayload: '0175640367180104686d077dc501',
      makes: [
        { n: 'batteryLevel', u: '%EL', v: 100 },
        { n: 'temperature', u: 'Cel', v: 28 },
        { n: 'humidity', u: '%RH', v: 54.5 },
        { n: 'CO2Concentration', u: 'ppm', v: 453 },
      ],
    },
    {
      description: 'A value cut short',
      fPort: PORT,
      frmPayload: '036718',
      makes: 'Channel and type 0367 need 2 bytes. (byte 0)',
    },
  ],
});

export const milesightAm300 = payloadDecoder({
  key: 'milesight-am300',
  name: '› Decoded Milesight AM300 payload',
  description: 'Decoder for the Milesight AM300 series (AM307, AM308, AM319): air quality and presence.',
  source: guide('AM300 Series User Guide', 'am319'),
  ...series(AM300),
  meanings: {
    airQuality: 'TVOC as a rating from 1 to 5',
    lightLevel: '0 dark to 5 bright',
    VOCDensity: 'TVOC of devices that are set to tell its density',
  },
  examples: [
    {
      description: 'A room with people in it',
      fPort: PORT,
      frmPayload: '0367ee0004687c05000106cb02077da803087d250009736627',
      makes: [
        { n: 'temperature', u: 'Cel', v: 23.8 },
        { n: 'humidity', u: '%RH', v: 62 },
        { n: 'presence', vb: true },
        { n: 'lightLevel', v: 2 },
        { n: 'CO2Concentration', u: 'ppm', v: 936 },
        { n: 'airQuality', v: 0.37 },
        { n: 'pressure', u: 'Pa', v: 100_860 },
      ],
    },
    {
      description: 'Particulate matter and formaldehyde of an AM319',
      fPort: PORT,
      frmPayload: '0a7d04000b7d20000c7d3000',
      makes: [
        { n: 'formaldehyde', u: 'mg/m3', v: 0.04 },
        { n: 'PM2.5', u: 'ug/m3', v: 32 },
        { n: 'PM10', u: 'ug/m3', v: 48 },
      ],
    },
    {
      description: 'A measurement that was kept for later has another length in every model',
      fPort: PORT,
      frmPayload: '20ce5f3b2c63ee007c',
      makes: 'Channel and type 20ce are not known. (byte 0)',
    },
  ],
});

export const milesightEm400 = payloadDecoder({
  key: 'milesight-em400',
  name: '› Decoded Milesight EM400 payload',
  description: 'Decoder for the Milesight EM400 series: distance, tilt, temperature and position.',
  source: guide('EM400-MUD User Guide', 'em400-mud'),
  ...series(EM400),
  meanings: {
    distance: 'Left out where it was out of range',
    tilt: 'Inclined by 20 degrees or more',
    motionStatus: '0 unknown, 1 starts, 2 moves, 3 stops',
  },
  examples: [
    {
      description: 'The published periodic payload',
      fPort: PORT,
      frmPayload: '0175640367f80004820101050000',
      makes: [
        { n: 'batteryLevel', u: '%EL', v: 100 },
        { n: 'temperature', u: 'Cel', v: 24.8 },
        { n: 'distance', u: 'm', v: 0.257 },
        { n: 'tilt', vb: false },
      ],
    },
    {
      description: 'The published payload with a position',
      fPort: PORT,
      frmPayload: '050001068873c177019cff080722',
      makes: [
        { n: 'tilt', vb: true },
        { n: 'latitude', u: 'lat', v: 24.625523 },
        { n: 'longitude', u: 'lon', v: 118.030236 },
        { n: 'motionStatus', v: 2 },
      ],
    },
    {
      description: 'A distance out of range is none',
      fPort: PORT,
      frmPayload: '0482fdff050000',
      makes: [{ n: 'tilt', vb: false }],
    },
    {
      description: 'A channel that nobody knows',
      fPort: PORT,
      frmPayload: '990001',
      makes: 'Channel and type 9900 are not known. (byte 0)',
    },
  ],
});

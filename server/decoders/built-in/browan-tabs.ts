import { decodeBrowan, PORTS } from '#server/protocols/browan/decode-browan.ts';
import { blankRecords } from '#server/protocols/fields.ts';
import { payloadDecoder } from './payload-decoder.ts';

export const browanTabs = payloadDecoder({
  key: 'browan-tabs',
  name: '› Decoded Browan Tabs payload',
  description:
    'Decoder for Browan Tabs by their port: doors (100), motion (102), air quality (103), light (104), leaks (106).',
  source: {
    title: 'Browan, reference manuals of the Tabs family',
    url: 'https://lora-alliance.org/wp-content/uploads/2020/05/RM_Motion-SensorPIR_20200205_v2_with-downlink.pdf',
  },
  read: decodeBrowan,
  announces: blankRecords([...PORTS.values()].flat()),
  meanings: {
    events: 'Openings or movements since the start',
    lastEvent: 'How long ago the last one was',
    CO2Concentration: 'Estimated from the volatile organic compounds',
    temperatureBoard: 'In the case',
  },
  examples: [
    {
      description: 'Somebody moves',
      fPort: 102,
      frmPayload: '0109380a005a3d00',
      makes: [
        { n: 'presence', vb: true },
        { n: 'batteryVoltage', u: 'V', v: 3.4 },
        { n: 'temperature', u: 'Cel', v: 24 },
        { n: 'lastEvent', u: 'min', v: 10 },
        { n: 'events', u: 'count', v: 15_706 },
      ],
    },
    {
      description: 'The air of a room',
      fPort: 103,
      frmPayload: '000b382df4011e00320037',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.6 },
        { n: 'temperatureBoard', u: 'Cel', v: 24 },
        { n: 'humidity', u: '%RH', v: 45 },
        { n: 'CO2Concentration', u: 'ppm', v: 500 },
        { n: 'VOC', u: 'ppm', v: 0.03 },
        { n: 'airQuality', v: 50 },
        { n: 'temperature', u: 'Cel', v: 23 },
      ],
    },
    {
      description: 'It grows dark',
      fPort: 104,
      frmPayload: '010b35401f00',
      makes: [
        { n: 'darker', vb: true },
        { n: 'lighter', vb: false },
        { n: 'batteryVoltage', u: 'V', v: 3.6 },
        { n: 'temperatureBoard', u: 'Cel', v: 21 },
        { n: 'illuminance', u: 'lx', v: 80 },
      ],
    },
    {
      description: 'The answer to a command',
      fPort: 204,
      frmPayload: '0001',
      makes: 'Port 204 is not one of measurements.',
    },
  ],
});

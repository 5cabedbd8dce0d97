import { decodeFieldTestDevice } from '#server/protocols/adeunis/decode-field-test-device.ts';
import { payloadDecoder } from './payload-decoder.ts';

export const adeunisFtd = payloadDecoder({
  key: 'adeunis-ftd',
  name: '› Decoded Adeunis Field Test Device payload',
  description: 'Decoder for the Adeunis Field Test Device: position, counters, battery and downlink signal.',
  source: {
    title: 'Adeunis, “Field Test Device – LoRaWAN” user guide',
    url: 'https://www.adeunis.com/en/produit/ftd-network-tester/',
  },
  read: decodeFieldTestDevice,
  announces: [
    { n: 'accelerometerTriggered', vb: false },
    { n: 'buttonPressed', vb: false },
    { n: 'temperature', u: 'Cel', v: 0 },
    { n: 'latitude', u: 'lat', v: 0 },
    { n: 'longitude', u: 'lon', v: 0 },
    { n: 'gpsQuality', v: 0 },
    { n: 'satellites', u: 'count', v: 0 },
    { n: 'uplinkCounter', u: 'count', v: 0 },
    { n: 'downlinkCounter', u: 'count', v: 0 },
    { n: 'batteryVoltage', u: 'V', v: 0 },
    { n: 'downlinkRSSI', u: 'dBm', v: 0 },
    { n: 'downlinkSNR', u: 'dB', v: 0 },
  ],
  meanings: { gpsQuality: '1 good, 2 average, 3 poor' },
  examples: [
    {
      description: 'The published frame with a position, after the button was pressed',
      fPort: 1,
      frmPayload: '30451596900055345027',
      makes: [
        { n: 'accelerometerTriggered', vb: false },
        { n: 'buttonPressed', vb: true },
        { n: 'latitude', u: 'lat', v: 45.26615 },
        { n: 'longitude', u: 'lon', v: 5.890833 },
        { n: 'gpsQuality', v: 2 },
        { n: 'satellites', u: 'count', v: 7 },
      ],
    },
    {
      description: 'The published frame with counters and signal',
      fPort: 1,
      frmPayload: '8f1b20200fc95207',
      makes: [
        { n: 'accelerometerTriggered', vb: false },
        { n: 'buttonPressed', vb: false },
        { n: 'temperature', u: 'Cel', v: 27 },
        { n: 'uplinkCounter', u: 'count', v: 32 },
        { n: 'downlinkCounter', u: 'count', v: 32 },
        { n: 'batteryVoltage', u: 'V', v: 4.041 },
        { n: 'downlinkRSSI', u: 'dBm', v: -82 },
        { n: 'downlinkSNR', u: 'dB', v: 7 },
      ],
    },
    {
      description: 'All in one frame by early firmware, without the quality of the position',
      fPort: 1,
      frmPayload: '9e10450058400043962028000cdd',
      makes: [
        { n: 'accelerometerTriggered', vb: false },
        { n: 'buttonPressed', vb: false },
        { n: 'temperature', u: 'Cel', v: 16 },
        { n: 'latitude', u: 'lat', v: 45.009733 },
        { n: 'longitude', u: 'lon', v: 4.660333 },
        { n: 'uplinkCounter', u: 'count', v: 40 },
        { n: 'downlinkCounter', u: 'count', v: 0 },
        { n: 'batteryVoltage', u: 'V', v: 3.293 },
      ],
    },
    {
      description: 'A position of digits that are none',
      fPort: 1,
      frmPayload: '104a15969000553450',
      makes: 'The position has digits that are none. (byte 1)',
    },
  ],
});

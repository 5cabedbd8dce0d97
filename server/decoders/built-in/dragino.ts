import {
  CONTACT,
  decodeLds02,
  decodeLht65,
  decodeLse01,
  EXTERNAL,
  LHT65,
  LSE01,
} from '#server/protocols/dragino/decode-dragino.ts';
import { blankRecords } from '#server/protocols/fields.ts';
import { payloadDecoder } from './payload-decoder.ts';

const BATTERY = LHT65.slice(0, 1);

const manual = (title: string, page: string) => ({
  title: `Dragino, “${title}”`,
  url: `https://wiki.dragino.com/xwiki/bin/view/Main/User%20Manual%20for%20LoRaWAN%20End%20Nodes/${page}/`,
});

export const draginoLht65 = payloadDecoder({
  key: 'dragino-lht65',
  name: '› Decoded Dragino LHT65 payload',
  description: 'Decoder for Dragino LHT65 and LHT65N, with what is plugged into them.',
  source: manual(
    'LHT65N – LoRaWAN Temperature & Humidity Sensor Manual',
    'LHT65N%20--%20LoRaWAN%20Temperature%20%26%20Humidity%20Sensor%20Manual',
  ),
  read: decodeLht65,
  announces: blankRecords([...LHT65, ...[...EXTERNAL.values()].flat()]),
  meanings: { temperatureExternal1: 'Of the probe E1; left out where none is plugged in' },
  examples: [
    {
      description: 'The published payload: 3.062 V, 88.6 %, probe at 27.81 °C',
      fPort: 2,
      frmPayload: 'cbf60b0d0376010add7fff',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.062 },
        { n: 'temperature', u: 'Cel', v: 28.29 },
        { n: 'humidity', u: '%RH', v: 88.6 },
        { n: 'temperatureExternal1', u: 'Cel', v: 27.81 },
      ],
    },
    {
      description: 'The published probe below zero',
      fPort: 2,
      frmPayload: 'cbf60b0d037601f54f7fff',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.062 },
        { n: 'temperature', u: 'Cel', v: 28.29 },
        { n: 'humidity', u: '%RH', v: 88.6 },
        { n: 'temperatureExternal1', u: 'Cel', v: -27.37 },
      ],
    },
    {
      description: 'No probe is plugged in',
      fPort: 2,
      frmPayload: 'cbf60b0d0376017fff7fff',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.062 },
        { n: 'temperature', u: 'Cel', v: 28.29 },
        { n: 'humidity', u: '%RH', v: 88.6 },
      ],
    },
    {
      description: 'A sensor that nobody knows',
      fPort: 2,
      frmPayload: 'cbf60b0d03763f0add7fff',
      makes: 'External sensor 63 is not known. (byte 6)',
    },
  ],
});

export const draginoLse01 = payloadDecoder({
  key: 'dragino-lse01',
  name: '› Decoded Dragino LSE01 payload',
  description: 'Decoder for Dragino LSE01: moisture, temperature and conductivity of soil.',
  source: manual(
    'LSE01 – LoRaWAN Soil Moisture & EC Sensor User Manual',
    'LSE01-LoRaWAN%20Soil%20Moisture%20%26%20EC%20Sensor%20User%20Manual',
  ),
  read: decodeLse01,
  announces: blankRecords(LSE01),
  meanings: { temperature: 'Of the soil', soilMoisture: 'Volume of water in the volume of soil' },
  examples: [
    {
      description: 'The published values of each field',
      fPort: 2,
      frmPayload: '0cea000005dc010500c800',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.306 },
        { n: 'soilMoisture', u: '%', v: 15 },
        { n: 'temperature', u: 'Cel', v: 2.61 },
        { n: 'conductivity', u: 'S/m', v: 0.02 },
        { n: 'digitalExternal', vb: false },
      ],
    },
    {
      description: 'Frost in the ground',
      fPort: 2,
      frmPayload: '0cea000005dcff7e00c801',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.306 },
        { n: 'soilMoisture', u: '%', v: 15 },
        { n: 'temperature', u: 'Cel', v: -1.3 },
        { n: 'conductivity', u: 'S/m', v: 0.02 },
        { n: 'digitalExternal', vb: true },
      ],
    },
    {
      description: 'A payload cut short',
      fPort: 2,
      frmPayload: '0cea000005dc',
      makes: 'The payload needs 11 bytes.',
    },
  ],
});

export const draginoLds02 = payloadDecoder({
  key: 'dragino-lds02',
  name: '› Decoded Dragino LDS02 and LWL02 payload',
  description: 'Decoder for Dragino LDS01, LDS02 (doors) and LWL02 (leaks).',
  source: manual(
    'LDS02 – LoRaWAN Door Sensor User Manual',
    'LDS02%20-%20LoRaWAN%20Door%20Sensor%20User%20Manual',
  ),
  read: decodeLds02,
  announces: blankRecords([...BATTERY, ...[...CONTACT.values()].flat()]),
  meanings: {
    events: 'Openings or leaks since the start',
    lastDuration: 'How long the last one was',
    alarm: 'It lasts longer than the device allows',
  },
  examples: [
    {
      description: 'A door that opened for the ninth time',
      fPort: 10,
      frmPayload: '8bf60100000900002a00',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.062 },
        { n: 'open', vb: true },
        { n: 'events', u: 'count', v: 9 },
        { n: 'lastDuration', u: 'min', v: 42 },
        { n: 'alarm', vb: false },
      ],
    },
    {
      description: 'A leak that lasts',
      fPort: 10,
      frmPayload: '4bf60200000100000501',
      makes: [
        { n: 'batteryVoltage', u: 'V', v: 3.062 },
        { n: 'waterLeak', vb: true },
        { n: 'events', u: 'count', v: 1 },
        { n: 'lastDuration', u: 'min', v: 5 },
        { n: 'alarm', vb: true },
      ],
    },
    {
      description: 'A mode that nobody knows',
      fPort: 10,
      frmPayload: '0bf60700000100000501',
      makes: 'Mode 7 is not known. (byte 2)',
    },
  ],
});

import type { NetworkLocation } from '#server/protocols/lorawan/event.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { BuiltInDecoder, DecoderInput, ExpectedRecord } from '../contract.ts';
import { currentForm, networkTime } from './base-fields.ts';
import { JOIN_INPUT, LOCATION_INPUT, uplinkInput } from './example-frames.ts';

/** Both figures are deprecated and always said this. */
const UNKNOWN_QUALITY = 9999;
const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';

function locationOf({ event }: DecoderInput): NetworkLocation | null {
  if (event.kind === 'location') return event.location;
  return event.kind === 'uplink' ? (event.location ?? null) : null;
}

export function locationRecords(location: NetworkLocation, seenAt: number): SenmlRecord[] {
  const { latitude, longitude, radius, method, locatedAt } = location;
  return [
    // The value receivers know for "solved by the LoRa network"; part of the wire format.
    { n: 'locOrigin', vs: 'KPNLORA' },
    { n: 'latitude', u: 'lat', v: latitude },
    { n: 'longitude', u: 'lon', v: longitude },
    ...(radius === undefined ? [] : [{ n: 'radius', u: 'm', v: radius }]),
    ...(method === undefined ? [] : [{ n: 'locMethod', vs: method }]),
    { n: 'locAccuracy', u: '%', v: UNKNOWN_QUALITY },
    { n: 'locPrecision', u: '%', v: UNKNOWN_QUALITY },
    { n: 'locTime', u: 's', v: locatedAt === undefined ? seenAt : Date.parse(locatedAt) / 1000 },
  ];
}

export const LOCATION_RECORDS: ExpectedRecord[] = [
  {
    name: 'locOrigin',
    type: 'string',
    unit: null,
    example: 'KPNLORA',
    description: 'Origin of the location',
  },
  { name: 'latitude', type: 'number', unit: 'lat', example: 51.79 },
  { name: 'longitude', type: 'number', unit: 'lon', example: 4.68 },
  { name: 'radius', type: 'number', unit: 'm', example: 319 },
  {
    name: 'locMethod',
    type: 'string',
    unit: null,
    example: 'TDOA',
    description: 'How it was found: TDOA, RSSI, GNSS, WIFI; GATEWAY where it is that of a gateway',
  },
  {
    name: 'locAccuracy',
    type: 'number',
    unit: '%',
    example: UNKNOWN_QUALITY,
    description: 'Deprecated, always 9999',
  },
  {
    name: 'locPrecision',
    type: 'number',
    unit: '%',
    example: UNKNOWN_QUALITY,
    description: 'Deprecated, always 9999',
  },
  {
    name: 'locTime',
    type: 'timestamp',
    unit: 's',
    example: 1637165561,
    description: 'When the location was solved',
  },
];

export const loraGeolocation: BuiltInDecoder = {
  key: 'lora-geolocation',
  name: '+ LoRa Geolocation data',
  description: 'Add LoRa Geolocation data to messages where location could be calculated.',
  records: LOCATION_RECORDS,
  decode(input) {
    const location = locationOf(input);
    return location && currentForm(input, locationRecords(location, networkTime(input)));
  },
  examples: [
    {
      description: 'A position solved after the frame went by',
      input: LOCATION_INPUT,
      expected: [
        { bn: URN, bt: 1765739960.26, n: 'locOrigin', vs: 'KPNLORA' },
        { n: 'latitude', u: 'lat', v: 52.266785 },
        { n: 'longitude', u: 'lon', v: 4.630842 },
        { n: 'radius', u: 'm', v: 356.820465 },
        { n: 'locMethod', vs: 'TDOA' },
        { n: 'locAccuracy', u: '%', v: 9999 },
        { n: 'locPrecision', u: '%', v: 9999 },
        { n: 'locTime', u: 's', v: 1765739960.26 },
      ],
    },
    {
      description: 'A frame that carries its position, with its own time and no radius',
      input: uplinkInput({
        location: { latitude: 51.9, longitude: 4.5, locatedAt: '2025-12-14T19:19:10.000Z' },
      }),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'locOrigin', vs: 'KPNLORA' },
        { n: 'latitude', u: 'lat', v: 51.9 },
        { n: 'longitude', u: 'lon', v: 4.5 },
        { n: 'locAccuracy', u: '%', v: 9999 },
        { n: 'locPrecision', u: '%', v: 9999 },
        { n: 'locTime', u: 's', v: 1765739950 },
      ],
    },
    { description: 'A frame without a position', input: uplinkInput({}), expected: null },
    { description: 'A join request', input: JOIN_INPUT, expected: null },
  ],
};

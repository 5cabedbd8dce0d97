import type { NetworkLocation } from '#server/protocols/lorawan/event.ts';
import type { BuiltInDecoder, DecoderInput, KnownGateway } from '../contract.ts';
import { currentForm, networkTime } from './base-fields.ts';
import { JOIN_INPUT, uplinkInput } from './example-frames.ts';
import { LOCATION_RECORDS, locationRecords } from './lora-geolocation.ts';

const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';

/** The first of the receptions, strongest first, that is of a gateway whose place the customer told. */
function placeOf({ event, gateways }: DecoderInput): NetworkLocation | null {
  if (event.kind !== 'uplink' || !gateways) return null;
  for (const { gatewayId } of event.receptions) {
    const gateway = gateways.get(gatewayId.toUpperCase());
    if (!gateway) continue;
    const { latitude, longitude, radius } = gateway;
    return { latitude, longitude, ...(radius === null ? {} : { radius }), method: 'GATEWAY' };
  }
  return null;
}

const HALL: KnownGateway = { latitude: 51.9225, longitude: 4.4792, radius: 80 };
const YARD: KnownGateway = { latitude: 51.93, longitude: 4.48, radius: null };
const heard = (known: [string, KnownGateway][]): DecoderInput => ({
  ...uplinkInput({}),
  gateways: new Map(known),
});

export const loraOnPremises: BuiltInDecoder = {
  key: 'lora-on-premises',
  name: '+ Location by LoRa On Premises Gateway reception',
  description: 'Add location data to messages that are received by known LoRa On Premise Gateways.',
  records: LOCATION_RECORDS,
  decode(input) {
    const place = placeOf(input);
    return place && currentForm(input, locationRecords(place, networkTime(input)));
  },
  examples: [
    {
      description: 'A frame that a known gateway heard best: its place, with the radius that was told for it',
      input: heard([
        ['FF010AD7', HALL],
        ['FF010AD8', YARD],
      ]),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'locOrigin', vs: 'KPNLORA' },
        { n: 'latitude', u: 'lat', v: 51.9225 },
        { n: 'longitude', u: 'lon', v: 4.4792 },
        { n: 'radius', u: 'm', v: 80 },
        { n: 'locMethod', vs: 'GATEWAY' },
        { n: 'locAccuracy', u: '%', v: 9999 },
        { n: 'locPrecision', u: '%', v: 9999 },
        { n: 'locTime', u: 's', v: 1765739955.219 },
      ],
    },
    {
      description: 'The second best is known, without a radius',
      input: heard([['FF010AD8', YARD]]),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'locOrigin', vs: 'KPNLORA' },
        { n: 'latitude', u: 'lat', v: 51.93 },
        { n: 'longitude', u: 'lon', v: 4.48 },
        { n: 'locMethod', vs: 'GATEWAY' },
        { n: 'locAccuracy', u: '%', v: 9999 },
        { n: 'locPrecision', u: '%', v: 9999 },
        { n: 'locTime', u: 's', v: 1765739955.219 },
      ],
    },
    { description: 'Nobody told where the gateways are', input: uplinkInput({}), expected: null },
    { description: 'A join request', input: JOIN_INPUT, expected: null },
  ],
};

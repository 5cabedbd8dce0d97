import type { LoraLocation, NetworkLocation } from '#server/protocols/lorawan/event.ts';
import { BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { boundedDegrees, MAX_FCNT, requiredDevEui } from '#server/protocols/provider-envelope/lora-fields.ts';

/** NwGeolocAlgo: what the device is configured for; NwGeolocAlgoUsed (newer): what solved this position. */
const ALGORITHMS = ['TDOA', 'RSSI', 'TDOA+RSSI'];

/** Dev* fields, of DevEUI_location and, with a geolocation plan, of DevEUI_uplink. */
export function readLocation(fields: Fields): NetworkLocation | undefined {
  if (!fields.has('DevLAT') || !fields.has('DevLON')) return undefined;
  if (fields.number('DevLAT') === undefined || fields.number('DevLON') === undefined) return undefined;
  const location: NetworkLocation = {
    latitude: boundedDegrees(fields, 'DevLAT', 90),
    longitude: boundedDegrees(fields, 'DevLON', 180),
  };
  const algorithm = fields.integer('NwGeolocAlgoUsed', 0, 255) ?? fields.integer('NwGeolocAlgo', 0, 255);
  const optional = {
    altitude: fields.number('DevAlt'),
    radius: fields.number('DevLocRadius'),
    altitudeRadius: fields.number('DevAltRadius'),
    method: algorithm === undefined ? undefined : ALGORITHMS[algorithm],
    locatedAt: fields.time('DevLocTime'),
    fCntUp: fields.integer('DevUlFCntUpUsed', 0, MAX_FCNT),
  };
  const told = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { ...location, ...told };
}

export function algorithmNumber(method: string | undefined): number | undefined {
  const index = ALGORITHMS.indexOf(method ?? '');
  return index === -1 ? undefined : index;
}

export function readLocationReport(fields: Fields): LoraLocation {
  const devEui = requiredDevEui(fields, 'DevEUI');
  const occurredAt = fields.required('Time', fields.time('Time'));
  const location = readLocation(fields);
  if (!location)
    throw new BodyFault(
      'envelope.missing',
      `${fields.at('DevLAT')} or DevLON is missing`,
      fields.at('DevLAT'),
    );
  const { latitude, longitude, locatedAt, fCntUp } = location;
  return {
    kind: 'location',
    devEui,
    occurredAt,
    identity: hashedIdentity('location', [devEui, occurredAt, locatedAt, latitude, longitude]),
    location,
    fCntUp: fCntUp ?? null,
  };
}

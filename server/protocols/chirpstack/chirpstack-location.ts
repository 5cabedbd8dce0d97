import type { NetworkLocation } from '#server/protocols/lorawan/event.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { protoPoint } from '#server/protocols/provider-envelope/lora-fields.ts';
import { enumName } from './chirpstack-messages.ts';

const METHODS: Record<string, string> = {
  GPS: 'GPS',
  CONFIG: 'CONFIG',
  GEO_RESOLVER_TDOA: 'TDOA',
  GEO_RESOLVER_RSSI: 'RSSI',
  GEO_RESOLVER_GNSS: 'GNSS',
  GEO_RESOLVER_WIFI: 'WIFI',
};

export function readNetworkLocation(fields: Fields): NetworkLocation {
  const location: NetworkLocation = protoPoint(fields);
  const accuracy = fields.number('accuracy');
  if (accuracy !== undefined && accuracy !== 0) location.radius = accuracy;
  const method = METHODS[enumName('LocationSource', fields.scalar('source'))];
  if (method !== undefined) location.method = method;
  return location;
}

/** ChirpStack's LocationSource; UNKNOWN for a method that it has no name for. */
export function locationSource(method: string | undefined): string {
  return Object.keys(METHODS).find((source) => METHODS[source] === method) ?? 'UNKNOWN';
}

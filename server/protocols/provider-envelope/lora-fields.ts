import { dataRateIndex } from '#server/protocols/lorawan/data-rate.ts';
import { effectiveSignalPower } from '#server/protocols/lorawan/esp.ts';
import type { GatewayReception, GeoPoint, RadioSettings } from '#server/protocols/lorawan/event.ts';
import {
  normaliseDevAddr,
  normaliseDevEui,
  normaliseJoinEui,
} from '#server/protocols/lorawan/identifiers.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { BodyFault } from './body-fault.ts';
import type { Fields } from './fields.ts';

/** What LoRaWAN says of the same values wherever they come from. All throw a BodyFault. */
export const MAX_FCNT = 0xffff_ffff;
export const MAX_FPORT = 255;

function identifier(fields: Fields, name: string, normalise: (text: string) => ParseResult<string>) {
  const text = fields.text(name);
  if (text === undefined) return undefined;
  const result = normalise(text);
  if (result.ok) return result.value;
  throw new BodyFault('envelope.bad-identifier', result.error.message, fields.at(name));
}

export function requiredDevEui(fields: Fields, name: string): string {
  return fields.required(name, identifier(fields, name, normaliseDevEui));
}

export const devAddrOf = (fields: Fields, name: string) => identifier(fields, name, normaliseDevAddr) ?? null;

export const joinEuiOf = (fields: Fields, name: string) => identifier(fields, name, normaliseJoinEui) ?? null;

/** Gateway EUIs as upper-case hex like every identifier; names that are no EUI stay as they are. */
export function gatewayIdOf(text: string): string {
  return /^([0-9a-f]{8}|[0-9a-f]{16})$/i.test(text) ? text.toUpperCase() : text;
}

export const UNKNOWN_RADIO: RadioSettings = {
  frequencyHz: null,
  spreadingFactor: null,
  bandwidthHz: null,
  dr: null,
};

export interface ToldRadio {
  frequencyHz: number | null;
  spreadingFactor: number | null;
  bandwidthHz: number | null;
  codingRate?: string | undefined;
  channel?: string | undefined;
  subBand?: string | undefined;
}

export function radioSettings(told: ToldRadio): RadioSettings {
  const { frequencyHz, spreadingFactor, bandwidthHz } = told;
  const radio: RadioSettings = { frequencyHz, spreadingFactor, bandwidthHz, dr: null };
  // ThingPark tells no bandwidth; every EU868 LoRa data rate but SF7/250 kHz has 125 kHz.
  if (spreadingFactor !== null) radio.dr = dataRateIndex(spreadingFactor, bandwidthHz ?? 125_000);
  if (told.codingRate !== undefined) radio.codingRate = told.codingRate;
  if (told.channel !== undefined) radio.channel = told.channel;
  if (told.subBand !== undefined) radio.subBand = told.subBand;
  return radio;
}

export interface ToldReception {
  gatewayId: string;
  rssi: number | null;
  snr: number | null;
  esp?: number | undefined;
  antenna?: string | undefined;
  location?: GeoPoint | undefined;
}

export function reception(told: ToldReception): GatewayReception {
  const { rssi, snr } = told;
  const computed = rssi === null || snr === null ? null : effectiveSignalPower(rssi, snr);
  const result: GatewayReception = {
    gatewayId: gatewayIdOf(told.gatewayId),
    rssi,
    snr,
    esp: told.esp ?? computed,
  };
  if (told.antenna !== undefined) result.antenna = told.antenna;
  if (told.location !== undefined) result.location = told.location;
  return result;
}

export function strongestFirst(receptions: GatewayReception[]): GatewayReception[] {
  const strength = ({ esp, rssi }: GatewayReception) => esp ?? rssi ?? Number.NEGATIVE_INFINITY;
  return receptions.sort((one, other) => {
    const difference = strength(other) - strength(one);
    return Number.isNaN(difference) ? 0 : difference;
  });
}

/** A gateway with several antennas receives once. */
export function countGateways(receptions: GatewayReception[]): number {
  return new Set(receptions.map(({ gatewayId }) => gatewayId)).size;
}

/** FPort as proto3 JSON tells it: 0 and absent are one, so 0 is believed only when there is a payload with it. */
export function protoFPort(fields: Fields, name: string, frmPayload: string): number | null {
  const fPort = fields.integer(name, 0, MAX_FPORT) ?? 0;
  return fPort === 0 && frmPayload === '' ? null : fPort;
}

/**
 * A position in proto3 JSON, where 0 and absent are one: latitude and longitude default to 0,
 * an altitude of 0 is taken as not told.
 */
export function protoPoint(location: Fields): GeoPoint {
  const point: GeoPoint = {
    latitude: boundedDegrees(location, 'latitude', 90),
    longitude: boundedDegrees(location, 'longitude', 180),
  };
  const altitude = location.number('altitude');
  if (altitude !== undefined && altitude !== 0) point.altitude = altitude;
  return point;
}

/** A gateway without configured position is sent as 0, 0. */
export function protoGatewayPoint(location: Fields | undefined): GeoPoint | undefined {
  if (!location) return undefined;
  const point = protoPoint(location);
  return point.latitude === 0 && point.longitude === 0 ? undefined : point;
}

export function boundedDegrees(fields: Fields, name: string, limit: number): number {
  const degrees = fields.number(name) ?? 0;
  if (Math.abs(degrees) <= limit) return degrees;
  const message = `${fields.at(name)} is ${degrees}, outside ±${limit} degrees`;
  throw new BodyFault('envelope.out-of-range', message, fields.at(name));
}

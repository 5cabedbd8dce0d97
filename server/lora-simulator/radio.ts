import { effectiveSignalPower } from '#server/protocols/lorawan/esp.ts';
import type { GatewayReception, GeoPoint } from '#server/protocols/lorawan/event.ts';
import { timeOnAirMs } from '#server/protocols/lorawan/time-on-air.ts';
import { type Random, trait } from './randomness.ts';

export interface Gateway {
  gatewayId: string;
  location: GeoPoint;
}

export interface Transmission {
  /** Names the pair of device and gateway: each has its own obstacles. */
  deviceSeed: string;
  place: GeoPoint;
  /** Walls and bad antennas, dB on top of the distance. */
  extraLossDb: number;
  txPowerDbm: number;
  spreadingFactor: number;
  bytes: number;
}

const BANDWIDTH_HZ = 125_000;
/** −174 dBm/Hz + bandwidth + 6 dB noise figure of the receiver. */
export const NOISE_FLOOR_DBM = -174 + 10 * Math.log10(BANDWIDTH_HZ) + 6;
/** Smallest SNR at which a gateway still demodulates (SX1276 data sheet, table 13). */
const SNR_FLOOR: Record<number, number> = { 7: -7.5, 8: -10, 9: -12.5, 10: -15, 11: -17.5, 12: -20 };
/** Semtech concentrators saturate about here. */
const MAX_SNR = 13.5;
const FULL_POWER_DBM = 16;
const SHADOWING_DB = 6;
const FADING_DB = 2.5;
/** Frames of others on the same channel and spreading factor, per second: what a town's network carries. */
const OTHERS_PER_SECOND = 0.008;

export function snrFloor(spreadingFactor: number): number {
  return SNR_FLOOR[spreadingFactor] ?? -20;
}

/** Who hears a frame, strongest first; empty: lost. */
export function receive(
  gateways: readonly Gateway[],
  sent: Transmission,
  random: Random,
): GatewayReception[] {
  // A collision hides the frame at all but the gateways next to the device.
  const collided = random.chance(collisionProbability(sent));
  const heard: GatewayReception[] = [];
  for (const gateway of gateways) {
    const signal = signalAt(gateway, sent) + random.normal() * FADING_DB;
    const snr = Math.min(signal - NOISE_FLOOR_DBM, MAX_SNR + random.normal() * 0.6);
    if (snr < snrFloor(sent.spreadingFactor) + (collided ? 20 : 0)) continue;
    heard.push(reception(gateway, signal, Math.round(snr * 4) / 4));
  }
  return heard.sort((a, b) => (b.esp ?? 0) - (a.esp ?? 0));
}

/** RSSI is what the receiver measures, noise included: below the floor it tells mostly the noise. */
function reception(gateway: Gateway, signalDbm: number, snr: number): GatewayReception {
  const rssi = Math.round(10 * Math.log10(10 ** (signalDbm / 10) + 10 ** (NOISE_FLOOR_DBM / 10)));
  return {
    gatewayId: gateway.gatewayId,
    rssi,
    snr,
    esp: effectiveSignalPower(rssi, snr),
    location: gateway.location,
  };
}

function signalAt(
  gateway: Gateway,
  sent: Pick<Transmission, 'deviceSeed' | 'place' | 'extraLossDb' | 'txPowerDbm'>,
): number {
  const shadow = (trait(sent.deviceSeed, gateway.gatewayId) - 0.5) * 2 * SHADOWING_DB;
  return (
    sent.txPowerDbm - pathLossDb(distanceMetres(gateway.location, sent.place)) - sent.extraLossDb + shadow
  );
}

/** Walls that leave the best gateway so little above what SF12 needs at full power, dB. */
export function lossForMargin(
  gateways: readonly Gateway[],
  device: Pick<Transmission, 'deviceSeed' | 'place'>,
  marginDb: number,
): number {
  const open = gateways.map((gateway) =>
    signalAt(gateway, { ...device, extraLossDb: 0, txPowerDbm: FULL_POWER_DBM }),
  );
  return Math.max(0, Math.max(...open) - (NOISE_FLOOR_DBM + snrFloor(12) + marginDb));
}

/** Okumura-Hata for suburbs at 868 MHz, base station 30 m, device 1 m high; free space below 100 m. */
export function pathLossDb(metres: number): number {
  const km = Math.max(metres, 20) / 1000;
  if (km < 0.1) return 91.2 + 20 * Math.log10(km);
  const nearby = 91.2 + 20 * Math.log10(0.1);
  return nearby + 35.2 * Math.log10(km / 0.1);
}

export function distanceMetres(a: GeoPoint, b: GeoPoint): number {
  const radians = Math.PI / 180;
  const x = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians);
  const y = (b.latitude - a.latitude) * radians;
  return Math.hypot(x, y) * 6_371_000;
}

/** Pure ALOHA: another frame within one time on air before or after. */
export function collisionProbability({
  spreadingFactor,
  bytes,
}: Pick<Transmission, 'spreadingFactor' | 'bytes'>): number {
  const seconds = timeOnAirMs({ spreadingFactor, bandwidthHz: BANDWIDTH_HZ, payloadBytes: bytes }) / 1000;
  return 1 - Math.exp(-2 * seconds * OTHERS_PER_SECOND);
}

import { dataRate } from './data-rate.ts';

export interface AirtimeInput {
  /** 7…12. */
  spreadingFactor: number;
  bandwidthHz: number;
  /** The whole PHYPayload (MHDR to MIC), bytes. */
  payloadBytes: number;
  /** 1 = 4/5 … 4 = 4/8. */
  codingRate?: 1 | 2 | 3 | 4;
  preambleSymbols?: number;
  explicitHeader?: boolean;
  /** Uplinks carry a payload CRC, downlinks do not. */
  crc?: boolean;
}

/** Time on air of a LoRa frame in milliseconds (SX1276 data sheet §4.1.1.6–7). */
export function timeOnAirMs(input: AirtimeInput): number {
  const { spreadingFactor: sf, bandwidthHz, payloadBytes } = input;
  const { codingRate = 1, preambleSymbols = 8, explicitHeader = true, crc = true } = input;
  const symbolMs = (2 ** sf / bandwidthHz) * 1000;
  // The modem needs the low data rate optimisation where a symbol lasts 16 ms or more.
  const lowDataRate = symbolMs >= 16 ? 1 : 0;
  const bits = 8 * payloadBytes - 4 * sf + 28 + (crc ? 16 : 0) - (explicitHeader ? 0 : 20);
  const payloadSymbols = 8 + Math.max(Math.ceil(bits / (4 * (sf - 2 * lowDataRate))) * (codingRate + 4), 0);
  return (preambleSymbols + 4.25 + payloadSymbols) * symbolMs;
}

/** FSK of EU868 DR7 (50 kbit/s): 5 bytes preamble, 3 sync, 1 length, 2 CRC around the PHYPayload. */
function fskTimeOnAirMs(payloadBytes: number): number {
  return ((5 + 3 + 1 + payloadBytes + 2) * 8) / 50;
}

/** Time on air at an EU868 data rate, milliseconds; null for an unknown data rate. */
export function timeOnAirAtDataRate(dr: number, payloadBytes: number): number | null {
  const rate = dataRate(dr);
  if (!rate) return null;
  if (rate.spreadingFactor === null) return fskTimeOnAirMs(payloadBytes);
  return timeOnAirMs({ spreadingFactor: rate.spreadingFactor, bandwidthHz: rate.bandwidthHz, payloadBytes });
}

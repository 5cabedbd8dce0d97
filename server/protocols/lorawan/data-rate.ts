/**
 * EU863-870 regional parameters (RP002-1.0.x §2.4): data rates, payload sizes, channels, powers.
 */
export interface LoraDataRate {
  dr: number;
  modulation: 'LORA' | 'FSK';
  /** null for FSK. */
  spreadingFactor: number | null;
  bandwidthHz: number;
  /** Physical bit rate, bit/s. */
  bitRate: number;
  /**
   * N: application payload in bytes with empty FOpts; FOpts take from it.
   * Behind a repeater DR4…DR7 carry 222 bytes instead.
   */
  maxPayload: number;
}

export const EU868_DATA_RATES: readonly LoraDataRate[] = [
  { dr: 0, modulation: 'LORA', spreadingFactor: 12, bandwidthHz: 125_000, bitRate: 250, maxPayload: 51 },
  { dr: 1, modulation: 'LORA', spreadingFactor: 11, bandwidthHz: 125_000, bitRate: 440, maxPayload: 51 },
  { dr: 2, modulation: 'LORA', spreadingFactor: 10, bandwidthHz: 125_000, bitRate: 980, maxPayload: 51 },
  { dr: 3, modulation: 'LORA', spreadingFactor: 9, bandwidthHz: 125_000, bitRate: 1_760, maxPayload: 115 },
  { dr: 4, modulation: 'LORA', spreadingFactor: 8, bandwidthHz: 125_000, bitRate: 3_125, maxPayload: 242 },
  { dr: 5, modulation: 'LORA', spreadingFactor: 7, bandwidthHz: 125_000, bitRate: 5_470, maxPayload: 242 },
  { dr: 6, modulation: 'LORA', spreadingFactor: 7, bandwidthHz: 250_000, bitRate: 11_000, maxPayload: 242 },
  { dr: 7, modulation: 'FSK', spreadingFactor: null, bandwidthHz: 50_000, bitRate: 50_000, maxPayload: 242 },
];

export function dataRate(dr: number): LoraDataRate | undefined {
  return EU868_DATA_RATES[dr];
}

/** DR index of a spreading factor and bandwidth; null when EU868 has no such data rate. */
export function dataRateIndex(spreadingFactor: number, bandwidthHz = 125_000): number | null {
  const found = EU868_DATA_RATES.find(
    (rate) => rate.spreadingFactor === spreadingFactor && rate.bandwidthHz === bandwidthHz,
  );
  return found?.dr ?? null;
}

/** Application payload that fits beside `fOptsLength` bytes of MAC commands; null for an unknown data rate. */
export function maxPayloadSize(dr: number, fOptsLength = 0): number | null {
  const rate = dataRate(dr);
  return rate ? Math.max(0, rate.maxPayload - fOptsLength) : null;
}

/** `SF7/125 kHz`, `FSK 50 kbit/s`; `DR9` where EU868 has no such data rate. */
export function dataRateWords(dr: number): string {
  const rate = dataRate(dr);
  if (!rate) return `DR${dr}`;
  if (rate.modulation === 'FSK') return `FSK ${rate.bitRate / 1000} kbit/s`;
  return `SF${rate.spreadingFactor}/${rate.bandwidthHz / 1000} kHz`;
}

/** The three channels that every EU868 device knows before it has joined; further ones are the network's choice. */
export const EU868_DEFAULT_CHANNELS = [
  { name: 'LC1', frequencyHz: 868_100_000 },
  { name: 'LC2', frequencyHz: 868_300_000 },
  { name: 'LC3', frequencyHz: 868_500_000 },
] as const;

export function channelName(frequencyHz: number): string | null {
  return EU868_DEFAULT_CHANNELS.find((channel) => channel.frequencyHz === frequencyHz)?.name ?? null;
}

/** TXPower index of LinkADRReq to EIRP in dBm (16 dBm maximum, steps of 2 dB); null for reserved indices. */
export function txPowerDbm(index: number): number | null {
  return Number.isInteger(index) && index >= 0 && index <= 7 ? 16 - 2 * index : null;
}

/**
 * Effective signal power: the strength of the signal alone, without the noise that the RSSI of a
 * LoRa receiver contains below the noise floor.
 *
 * @param rssi dBm
 * @param snr dB
 * @returns dBm with six decimals, as network servers publish it
 */
export function effectiveSignalPower(rssi: number, snr: number): number {
  return Math.round((rssi + snr - 10 * Math.log10(1 + 10 ** (snr / 10))) * 1e6) / 1e6;
}

import type { DecoderContract } from '#server/scripts/contract.ts';

/** Where a new decoder begins: something that runs, on any payload of two bytes and more. */
const TS013 = `/**
 * Temperature in tenths of a degree: the first two bytes, big endian, signed.
 *
 * @param {DecodeUplinkInput} input
 * @returns {DecodeUplinkOutput}
 */
function decodeUplink(input) {
  const { bytes, fPort } = input;
  if (bytes.length < 2) {
    return { errors: ['A measurement has at least 2 bytes, this one has ' + bytes.length] };
  }
  const raw = (bytes[0] << 8) | bytes[1];
  const signed = raw > 0x7fff ? raw - 0x10000 : raw;
  console.log('port', fPort, 'raw', raw);
  return { data: { temperature: signed / 10 } };
}
`;

const THINGS = `/**
 * Temperature in tenths of a degree: the first two bytes, big endian, signed.
 *
 * @param {string} text JSON of a ThingsInput
 * @returns {string | null} a SenML pack as JSON, or null for nothing
 */
(text) => {
  /** @type {ThingsInput} */
  const input = JSON.parse(text);
  const { ingestion, device } = input.metadata;
  const { uplink } = ingestion.actility;
  // A location of the network, or a frame without payload: nothing for this decoder.
  if (!uplink || !uplink.payload_hex || uplink.payload_hex.length < 4) return null;
  const raw = parseInt(uplink.payload_hex.slice(0, 4), 16);
  const signed = raw > 0x7fff ? raw - 0x10000 : raw;
  console.log('port', uplink.FPort, 'raw', raw);
  /** @type {SenmlRecord[]} */
  const pack = [
    { bn: device.urn, bt: Date.parse(ingestion.timestamp) / 1000, n: 'temperature', u: 'Cel', v: signed / 10 },
  ];
  return JSON.stringify(pack);
}
`;

export interface StartingScript {
  source: string;
  mapping: Record<string, { name?: string; unit?: string; factor?: number }>;
}

export const STARTING_SCRIPTS: Record<DecoderContract, StartingScript> = {
  ts013: { source: TS013, mapping: { temperature: { unit: 'Cel' } } },
  things: { source: THINGS, mapping: {} },
};

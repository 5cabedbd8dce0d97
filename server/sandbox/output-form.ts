import { type EntryPoint, LIMITS } from './contract.ts';
import { readFormatted } from './read-formatted.ts';

/**
 * Whether an output is what its contract says. The guest sees to that; but the guest runs beside the script, and what
 * comes next on this side (a batch of many customers' messages) builds on it.
 */
export function isInForm(entry: EntryPoint, output: unknown): boolean {
  if (entry === 'things/main') return output === null || Array.isArray(output);
  if (entry === 'format/main') return readFormatted(output) !== undefined;
  const { data, bytes, fPort, warnings, errors } = (output ?? {}) as Record<string, unknown>;
  if (!areTexts(warnings) || !areTexts(errors)) return false;
  if (entry === 'ts013/encodeDownlink') return areBytes(bytes) && isPort(fPort);
  return typeof data === 'object';
}

const areTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string');

const areBytes = (value: unknown) =>
  Array.isArray(value) &&
  value.length <= LIMITS.encodedBytes &&
  value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);

const isPort = (value: unknown) =>
  value === null || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 223);

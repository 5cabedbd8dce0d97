import { CODEC_LIMITS, type CodecExample, type CodecExpectation } from './codec-file-contract.ts';
import { NO_VALUE, readLiteral } from './codec-literal.ts';

export interface FoundExamples {
  examples: CodecExample[];
  /** Entries that are no examples, or not whole. */
  skipped: number;
  /** More than are kept. */
  left: number;
}

type Direction = CodecExample['direction'];
type Bag = Record<string, unknown>;

const bag = (value: unknown): Bag | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : null;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isYaml = (name: string) => /\.ya?ml$/i.test(name);

/** Whether a file can hold examples, by its name. */
export const isExampleFile = (name: string) => /\.(ya?ml|json5?)$/i.test(name);

/**
 * The examples of a file: The Things Network's `*-codec.yaml`, ChirpStack's `test_decode_*.json` and `test_encode_*.json`,
 * Actility's and TS013's `examples.json`. null where the file is no file of data.
 */
export function readExamples({ name, text }: { name: string; text: string }): FoundExamples | null {
  const value = readLiteral(text, isYaml(name));
  if (value === NO_VALUE) return null;
  const found = entriesOf(value, name).map(({ entry, direction }) => exampleOf(entry, direction));
  const examples = found.filter((one) => one !== null);
  return {
    examples: examples.slice(0, CODEC_LIMITS.examples),
    skipped: found.length - examples.length,
    left: Math.max(0, examples.length - CODEC_LIMITS.examples),
  };
}

const THINGS_STACK: [string, Direction][] = [
  ['uplinkDecoder', 'uplink'],
  ['downlinkEncoder', 'downlink-encode'],
  ['downlinkDecoder', 'downlink-decode'],
];
const TYPES = new Map<unknown, Direction>([
  ['uplink', 'uplink'],
  ['downlink-encode', 'downlink-encode'],
  ['downlink-decode', 'downlink-decode'],
  ['downlinkEncode', 'downlink-encode'],
  ['downlinkDecode', 'downlink-decode'],
]);

function entriesOf(value: unknown, file: string): { entry: unknown; direction: Direction | null }[] {
  const whole = bag(value);
  const named = whole
    ? THINGS_STACK.flatMap(([key, direction]) =>
        list(bag(whole[key])?.examples).map((entry) => ({ entry, direction })),
      )
    : [];
  if (named.length > 0) return named;
  const direction: Direction | null = /encode/i.test(file.split('/').at(-1) ?? '') ? 'downlink-encode' : null;
  const entries = whole ? list(whole.examples ?? whole.tests) : list(value);
  return entries.map((entry) => ({ entry, direction }));
}

function exampleOf(value: unknown, given: Direction | null): CodecExample | null {
  const entry = bag(value);
  const input = bag(entry?.input);
  if (!entry || !input) return null;
  const isEncoded = !('bytes' in input) && 'data' in input;
  const direction = TYPES.get(entry.type) ?? given ?? (isEncoded ? 'downlink-encode' : 'uplink');
  const description = [entry.description, entry.name, entry.type].find((one) => typeof one === 'string');
  const base = {
    description: String(description ?? '').slice(0, 200),
    expected: expectationOf(bag(entry.output ?? entry.expected)),
  };
  if (direction === 'downlink-encode') {
    if (input.data === undefined) return null;
    const fPort = portOf(input.fPort);
    return { ...base, direction, input: { data: input.data, ...(fPort === null ? {} : { fPort }) } };
  }
  const bytes = bytesOf(input.bytes);
  if (!bytes) return null;
  const at = timeOf(input.recvTime);
  return {
    ...base,
    direction,
    input: { bytes, fPort: portOf(input.fPort) ?? 1, ...(at ? { recvTime: at } : {}) },
  };
}

function expectationOf(output: Bag | null): CodecExpectation | null {
  if (!output) return null;
  const expected: CodecExpectation = {};
  const bytes = bytesOf(output.bytes);
  if (output.data !== undefined && output.data !== null) expected.data = output.data;
  if (bytes) expected.bytes = bytes;
  const fPort = portOf(output.fPort);
  if (fPort !== null) expected.fPort = fPort;
  for (const key of ['warnings', 'errors'] as const)
    if (list(output[key]).length > 0) expected[key] = list(output[key]).map(String);
  return Object.keys(expected).length > 0 ? expected : null;
}

/** A list of numbers, or hexadecimal digits as Actility's older examples write them. */
function bytesOf(value: unknown): number[] | null {
  if (Array.isArray(value)) {
    // Some were written down as signed bytes.
    const bytes = value.map((byte) => (typeof byte === 'number' ? byte & 0xff : Number.NaN));
    return bytes.every(Number.isInteger) ? bytes : null;
  }
  if (typeof value !== 'string') return null;
  const hex = value.replace(/[\s:-]|0x/gi, '');
  return /^([0-9a-f]{2})*$/i.test(hex) ? [...Buffer.from(hex, 'hex')] : null;
}

function portOf(value: unknown): number | null {
  const port = Number(value);
  return value !== null && value !== undefined && Number.isInteger(port) && port > 0 && port < 256
    ? port
    : null;
}

function timeOf(value: unknown): string | null {
  const at = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

import type { OfferedEncoder } from '#server/device-types/contract.ts';
import { type EncodedDownlink, type EncodingRefusal, type GivenCommand, MAX_BYTES } from './contract.ts';

/** Where a command names no port of its own. */
export const DEFAULT_PORT = 1;

type Encoded = { ok: true; downlinks: EncodedDownlink[] } | { ok: false; refusal: EncodingRefusal };

interface Bytes {
  port: number;
  /** One downlink each. */
  hex: string[];
}

const refused = (code: EncodingRefusal['code'], name = ''): { ok: false; refusal: EncodingRefusal } => ({
  ok: false,
  refusal: { code, name },
});

/**
 * What a table, or an encoder of raw bytes, makes of commands: one of a value that stands for several downlinks is as
 * many, in order; several commands are one downlink, one behind the other, where the encoder allows it.
 */
export function encodeCommands(
  { kind, combines, commands }: Pick<OfferedEncoder, 'kind' | 'combines' | 'commands'>,
  given: readonly GivenCommand[],
): Encoded {
  if (kind !== 'table' && kind !== 'raw-lora') return refused('not-a-table');
  const [first] = given;
  if (!first) return refused('no-command');
  if (given.length > 1 && !combines) return refused('one-at-a-time', given[1]?.name);
  const parts: Bytes[] = [];
  for (const one of given) {
    const bytes = bytesOf(commands, one);
    if (!('hex' in bytes)) return bytes;
    parts.push(bytes);
  }
  const [{ port, hex }] = parts as [Bytes, ...Bytes[]];
  if (parts.length > 1 && parts.some((part) => part.hex.length > 1))
    return refused('several-downlinks', first.name);
  if (parts.some((part) => part.port !== port)) return refused('several-ports', first.name);
  const payloads = parts.length === 1 ? hex : [parts.map((part) => part.hex[0]).join('')];
  if (payloads.some((payload) => payload.length > 2 * MAX_BYTES)) return refused('too-long', first.name);
  return { ok: true, downlinks: payloads.map((payloadHex) => ({ port, payloadHex })) };
}

function bytesOf(
  commands: OfferedEncoder['commands'],
  { name, value }: GivenCommand,
): Bytes | ReturnType<typeof refused> {
  const command = commands.find((one) => one.name === name);
  if (!command) return refused('unknown-command', name);
  const port = command.port ?? DEFAULT_PORT;
  if (command.values.length === 0) {
    const hex = value.replace(/[\s:-]/g, '').toUpperCase();
    return /^([0-9A-F]{2})+$/.test(hex) ? { port, hex: [hex] } : refused('not-hex', name);
  }
  const known = command.values.find((one) => one.value === value);
  if (!known) return refused('unknown-value', name);
  return known.hex.length === 0 ? refused('not-public', name) : { port, hex: known.hex };
}

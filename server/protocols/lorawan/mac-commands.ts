import type { Malformed } from '../parse-result.ts';
import { MAC_COMMANDS, type MacDefinition, type MacField } from './mac-command-table.ts';
import type { MacFields } from './mac-command-words.ts';

export interface MacCommand {
  cid: number;
  /** `LinkADRReq`; `Proprietary` from 0x80 on, `Unknown` for anything else not in the table. */
  name: string;
  direction: 'up' | 'down';
  role: 'request' | 'answer' | 'unknown';
  fields: MacFields;
  /** One English sentence. */
  words: string;
}

/** What could be read, and what stopped the reading: commands before a truncated one stay readable. */
export interface MacReading {
  commands: MacCommand[];
  /** Lower-case hex of what no command explains; '' when all was read. */
  rest: string;
  error: Malformed | null;
}

const keyOf = (direction: string, cid: number): string => `${direction} ${cid}`;
const BY_KEY = new Map(MAC_COMMANDS.map((command) => [keyOf(command.direction, command.cid), command]));
const BY_NAME = new Map(MAC_COMMANDS.map((command) => [command.name, command]));

/** MAC commands out of FOpts or out of the payload of FPort 0. */
export function parseMacCommands(bytes: Uint8Array, direction: 'up' | 'down'): MacReading {
  const commands: MacCommand[] = [];
  let at = 0;
  while (at < bytes.length) {
    const cid = bytes[at] ?? 0;
    const definition = BY_KEY.get(keyOf(direction, cid));
    const rest = hexOf(bytes.subarray(at));
    if (!definition) {
      // Without its definition a command has no known length: whatever follows is its payload or more.
      return { commands: [...commands, unknownCommand(cid, direction, rest)], rest, error: null };
    }
    const payload = bytes.subarray(at + 1, at + 1 + definition.length);
    if (payload.length < definition.length) {
      const message = `${definition.name} needs ${definition.length} bytes; there are ${payload.length}.`;
      return {
        commands,
        rest,
        error: { code: 'lorawan.mac-command-truncated', message, path: `byte ${at}` },
      };
    }
    commands.push(readCommand(definition, payload));
    at += 1 + definition.length;
  }
  return { commands, rest: '', error: null };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function unknownCommand(cid: number, direction: 'up' | 'down', hex: string): MacCommand {
  const name = cid >= 0x80 ? 'Proprietary' : 'Unknown';
  const words = `${name} command 0x${hex.slice(0, 2)}; from there on the bytes are ${hex}.`;
  return { cid, name, direction, role: 'unknown', fields: {}, words };
}

function readCommand(definition: MacDefinition, payload: Uint8Array): MacCommand {
  const { cid, name, direction, role } = definition;
  const fields: MacFields = {};
  for (const field of definition.fields) fields[field.name] = readField(field, payload);
  return { cid, name, direction, role, fields, words: definition.words(fields) };
}

function sizeOf(field: MacField): { bytes: number; shift: number; bits: number } {
  const bytes = field.bytes ?? 1;
  return { bytes, shift: field.shift ?? 0, bits: field.flag ? 1 : (field.bits ?? bytes * 8) };
}

function readField(field: MacField, payload: Uint8Array): number | boolean {
  const { bytes, shift, bits } = sizeOf(field);
  const wire = Buffer.from(payload).readUIntLE(field.at, bytes);
  const value = Math.floor(wire / 2 ** shift) % 2 ** bits;
  if (field.flag) return value === 1;
  if (field.signed && value >= 2 ** (bits - 1)) return value - 2 ** bits;
  return value * (field.step ?? 1);
}

function writeField(field: MacField, payload: Buffer, value: number | boolean, name: string): void {
  const { bytes, shift, bits } = sizeOf(field);
  const steps = Number(value) / (field.step ?? 1);
  const lowest = field.signed ? -(2 ** (bits - 1)) : 0;
  if (!Number.isInteger(steps) || steps < lowest || steps >= lowest + 2 ** bits) {
    throw new RangeError(`${name}: ${field.name} cannot be ${value}.`);
  }
  const part = (((steps % 2 ** bits) + 2 ** bits) % 2 ** bits) * 2 ** shift;
  payload.writeUIntLE(payload.readUIntLE(field.at, bytes) + part, field.at, bytes);
}

/** One command as bytes; throws RangeError for a name, a missing field or a value that does not exist. */
export function encodeMacCommand(name: string, fields: MacFields = {}): Uint8Array {
  const definition = BY_NAME.get(name);
  if (!definition) throw new RangeError(`There is no MAC command ${name}.`);
  const payload = Buffer.alloc(definition.length);
  for (const field of definition.fields) {
    const value = fields[field.name];
    if (value === undefined) throw new RangeError(`${name} needs ${field.name}.`);
    writeField(field, payload, value, name);
  }
  return Uint8Array.of(definition.cid, ...payload);
}

export function encodeMacCommands(commands: readonly { name: string; fields?: MacFields }[]): Uint8Array {
  return Uint8Array.from(commands.flatMap(({ name, fields }) => [...encodeMacCommand(name, fields)]));
}

/** A request with its answer; one of the two is null where the other half was not seen. */
export interface MacPair<T> {
  request: T | null;
  answer: T | null;
}

/**
 * Pairs requests with answers of the other direction: each answer belongs to the oldest request of its
 * CID that has none yet, of the last frame that asked: one that was asked anew was not heard before
 * (TS001-1.0.4 §5). Takes commands in the order in which they were on the air and keeps the order
 * of their first halves; commands nobody knows stand alone as requests.
 */
export function pairMacCommands<T extends Pick<MacCommand, 'cid' | 'direction' | 'role'>>(
  commands: readonly T[],
  frameOf: (command: T) => unknown = () => null,
): MacPair<T>[] {
  const pairs: MacPair<T>[] = [];
  for (const command of commands) {
    const asked = pairs.flatMap(({ request, answer }, index) =>
      command.role === 'answer' &&
      answer === null &&
      request?.role === 'request' &&
      request.cid === command.cid &&
      request.direction !== command.direction
        ? [{ index, frame: frameOf(request) }]
        : [],
    );
    const last = asked.at(-1);
    const open = last && pairs[asked.find(({ frame }) => frame === last.frame)?.index ?? -1];
    if (open) open.answer = command;
    else if (command.role === 'answer') pairs.push({ request: null, answer: command });
    else pairs.push({ request: command, answer: null });
  }
  return pairs;
}

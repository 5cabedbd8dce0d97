import { z } from 'zod';
import { payloadTestSchema, uplinkTestSchema } from '#server/decoders/script-contract.ts';
import { idSchema } from '#server/platform/contract.ts';
import type { SandboxError } from '#server/sandbox/contract.ts';

/**
 * What read each byte of a payload, found by changing it. `value`: only what some records say depends on it.
 * `structure`: which records there are depends on it, or whether there are any. `unread`: nothing does.
 */
export type ByteRole = 'value' | 'structure' | 'unread';

export interface ByteUse {
  role: ByteRole;
  /** Names of the records whose value, unit or time depends on the byte, in the order of the pack. */
  records: string[];
}

export interface ByteMap {
  /** One for each byte of the payload. */
  bytes: ByteUse[];
}

export interface ByteMapOutcome {
  /** Hexadecimal digits: two for each entry of `map.bytes`. */
  payload: string;
  /** null where the message as it is cannot be decoded. */
  map: ByteMap | null;
  error: SandboxError | null;
}

/** The records of a message as they come of a decoder, so far as the map looks at them. */
export type MappedRecord = { n: string } & Record<string, unknown>;

const decoderSchema = { decoderId: idSchema };
const { frmPayload, fPort, ...script } = payloadTestSchema.shape;
const { uplinkId } = uplinkTestSchema.shape;

/** A script as it stands in the editor or a decoder of the catalogue, on a typed payload or a message that is kept. */
export const byteMapSchema = z.union([
  z.strictObject({ ...script, frmPayload, fPort }),
  z.strictObject({ ...script, uplinkId }),
  z.strictObject({ ...decoderSchema, frmPayload, fPort }),
  z.strictObject({ ...decoderSchema, uplinkId }),
]);
export type ByteMapRequest = z.output<typeof byteMapSchema>;

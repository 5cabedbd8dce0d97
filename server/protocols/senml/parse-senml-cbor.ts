import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import { FIELDS, labelOfCborKey } from './labels.ts';
import { MAX_PACK_BYTES } from './limits.ts';
import { notUnderstood } from './parse-senml-json.ts';
import { type RawRecord, readPack, type SenmlExtension } from './read-record.ts';
import type { SenmlPack } from './record.ts';
import { decodeStrictCbor } from './strict-cbor.ts';

/**
 * Reads a SenML pack in CBOR (RFC 8428 §6), `application/senml+cbor`: integer labels, floats of
 * 16, 32 or 64 bits, `vd` as byte string (base64url in the pack that comes out).
 */
export function parseSenmlCbor(
  bytes: Uint8Array,
  options: { extension?: SenmlExtension } = {},
): ParseResult<SenmlPack> {
  if (bytes.length > MAX_PACK_BYTES) {
    return malformed('senml.too-large', `A pack has at most ${MAX_PACK_BYTES} bytes.`);
  }
  let value: unknown;
  try {
    value = decodeStrictCbor(bytes);
  } catch (error) {
    return malformed('senml.not-cbor', `Not CBOR: ${(error as Error).message}.`);
  }
  if (!Array.isArray(value)) return malformed('senml.not-array', 'A SenML pack is an array of records.');
  return readPack(value, (record, path) => rawRecord(record, path, options.extension));
}

function rawRecord(
  record: unknown,
  path: string,
  extension: SenmlExtension | undefined,
): ParseResult<RawRecord> {
  if (!(record instanceof Map)) return malformed('senml.not-record', 'A record is a map.', path);
  const raw: RawRecord = { fields: [] };
  for (const [key, value] of record as Map<unknown, unknown>) {
    if (typeof key === 'number' && key === extension?.cborKey) {
      raw.extension = { by: extension, value };
      continue;
    }
    if (typeof key === 'string' && key.endsWith('_')) return notUnderstood(key, path);
    // Extensions have text labels, and what is not known of them is passed over (RFC 8428 §4.4, §6).
    if (typeof key === 'string' && !Object.hasOwn(FIELDS, key)) continue;
    if (!Number.isInteger(key)) {
      return malformed('senml.bad-label', 'CBOR labels are the integers of RFC 8428 §6.', path);
    }
    // 23 is the label of ThingsML's `i_`, mandatory to understand although CBOR hides the underscore.
    if (key === THINGSML_INDEX_KEY) return notUnderstood('i_', path);
    const label = labelOfCborKey(key as number);
    if (!label) continue;
    if (raw.fields.some((field) => field.label === label)) {
      return malformed('senml.repeated-field', `Field "${label}" comes twice.`, path);
    }
    raw.fields.push({ label, value: FIELDS[label].type === 'data' ? base64url(value) : value });
  }
  return parsed(raw);
}

const THINGSML_INDEX_KEY = 23;

/** Bytes as text; anything else becomes undefined, which the type check then names. */
function base64url(value: unknown): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64url');
}

import { malformed, type ParseResult, parsed, type Refusal } from '../parse-result.ts';
import { isLabel } from './labels.ts';
import { MAX_PACK_BYTES } from './limits.ts';
import { type RawRecord, readPack, type SenmlExtension } from './read-record.ts';
import type { SenmlPack } from './record.ts';
import { parseStrictJson } from './strict-json.ts';

/**
 * Reads a SenML pack in JSON (RFC 8428 §5), `application/senml+json`.
 *
 * Unknown fields are dropped, unknown fields ending in `_` refuse the pack (§4.4), and so does what two readers could
 * take for two things. Base fields stay where they were sent.
 */
export function parseSenmlJson(
  input: Uint8Array | string,
  options: { extension?: SenmlExtension } = {},
): ParseResult<SenmlPack> {
  const text = textOf(input);
  if (!text.ok) return text;
  const json = parseStrictJson(text.value);
  return json.ok ? readSenmlValue(json.value, options) : json;
}

/** The same rules for a pack that is a JavaScript value already, e.g. inside a larger JSON document. */
export function readSenmlValue(
  json: unknown,
  options: { extension?: SenmlExtension } = {},
): ParseResult<SenmlPack> {
  if (!Array.isArray(json)) return malformed('senml.not-array', 'A SenML pack is an array of records.');
  return readPack(json, (record, path) => rawRecord(record, path, options.extension));
}

function textOf(input: Uint8Array | string): ParseResult<string> {
  const tooLarge: Refusal = malformed('senml.too-large', `A pack has at most ${MAX_PACK_BYTES} bytes.`);
  if (input.length > MAX_PACK_BYTES) return tooLarge;
  if (typeof input === 'string') return parsed(input);
  try {
    return parsed(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input));
  } catch {
    return malformed('senml.bad-utf8', 'The bytes are not UTF-8.');
  }
}

function rawRecord(
  record: unknown,
  path: string,
  extension: SenmlExtension | undefined,
): ParseResult<RawRecord> {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return malformed('senml.not-record', 'A record is an object.', path);
  }
  const raw: RawRecord = { fields: [] };
  for (const [label, value] of Object.entries(record)) {
    if (isLabel(label)) raw.fields.push({ label, value });
    else if (extension?.label === label) raw.extension = { by: extension, value };
    else if (label.endsWith('_')) return notUnderstood(label, path);
  }
  return parsed(raw);
}

export function notUnderstood(label: string, path: string): Refusal {
  const shown = label.length > 40 ? `${label.slice(0, 40)}…` : label;
  return malformed(
    'senml.not-understood',
    `Field ${JSON.stringify(shown)} must be understood (RFC 8428 §4.4) and is not.`,
    path,
  );
}

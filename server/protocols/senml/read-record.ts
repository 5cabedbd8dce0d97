import { malformed, type ParseResult, parsed, type Refusal } from '../parse-result.ts';
import { BASE_LABELS, FIELDS, type FieldType, type Label, VALUE_LABELS } from './labels.ts';
import { MAX_NAME_LENGTH, MAX_PACK_RECORDS, MAX_UNIT_LENGTH } from './limits.ts';
import type { SenmlPack, SenmlRecord } from './record.ts';

/**
 * A mandatory-to-understand field (RFC 8428 §4.4) that a format on top of SenML defines.
 * `apply` gets the record read so far and the field's raw value.
 */
export interface SenmlExtension {
  label: string;
  cborKey: number;
  apply(record: SenmlRecord, value: unknown, path: string): ParseResult<SenmlRecord>;
}

/** One field as a syntax (JSON, CBOR) delivers it. */
export interface RawField {
  label: Label;
  value: unknown;
}

export interface RawRecord {
  fields: RawField[];
  /** Present when the record carries the extension's field. */
  extension?: { by: SenmlExtension; value: unknown };
}

// RFC 8428 §4.5.1; the first character of the joined name is checked at resolution.
const NAME = /^[A-Za-z0-9\-:._/]*$/;
const BASE64URL = /^[A-Za-z0-9_-]*$/;
// RFC 8428 §4.4: larger versions than are understood are refused, smaller ones stand in its own examples. RFC 9100 §2:
// version 10 plus feature bits; bit 4 (secondary units) is the only registered feature.
const isUnderstood = (version: number) =>
  version === 26 || (Number.isInteger(version) && version >= 1 && version <= 10);

function checkText(label: Label, value: string, path: string): Refusal | null {
  if (!value.isWellFormed()) {
    return malformed('senml.bad-text', `Field "${label}" holds half of a surrogate pair.`, path);
  }
  if (label === 'bn' || label === 'n') {
    if (value.length > MAX_NAME_LENGTH) {
      return malformed('senml.name-too-long', `Names have at most ${MAX_NAME_LENGTH} characters.`, path);
    }
    if (!NAME.test(value)) {
      return malformed(
        'senml.bad-name',
        `Field "${label}" may hold letters, digits and - : . _ / only (RFC 8428 §4.5.1).`,
        path,
      );
    }
  }
  if ((label === 'bu' || label === 'u') && value.length > MAX_UNIT_LENGTH) {
    return malformed('senml.unit-too-long', `Units have at most ${MAX_UNIT_LENGTH} characters.`, path);
  }
  return null;
}

function checkData(label: Label, value: string, path: string): Refusal | null {
  if (BASE64URL.test(value) && value.length % 4 !== 1) return null;
  return malformed('senml.bad-data', `Field "${label}" must be base64url without padding.`, path);
}

const JAVASCRIPT_TYPE: Record<FieldType, string> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  data: 'string',
};

function checkField({ label, value }: RawField, path: string): Refusal | null {
  const type = FIELDS[label].type;
  if (typeof value !== JAVASCRIPT_TYPE[type]) {
    const wanted = type === 'data' ? 'base64url text' : type;
    return malformed('senml.wrong-type', `Field "${label}" must be ${wanted}.`, path);
  }
  if (type === 'number' && !Number.isFinite(value)) {
    return malformed('senml.not-finite', `Field "${label}" is not a finite number.`, path);
  }
  if (label === 'bver' && !isUnderstood(value as number)) {
    return malformed('senml.unknown-version', `SenML version ${value} is not understood.`, path);
  }
  if (type === 'data') return checkData(label, value as string, path);
  return type === 'text' ? checkText(label, value as string, path) : null;
}

function readRecord(raw: RawRecord, path: string): ParseResult<SenmlRecord> {
  let record: SenmlRecord = {};
  for (const field of raw.fields) {
    const refusal = checkField(field, `${path}.${field.label}`);
    if (refusal) return refusal;
    (record as Record<Label, unknown>)[field.label] = field.value;
  }
  const values = VALUE_LABELS.filter((label) => record[label] !== undefined);
  if (values.length > 1) {
    return malformed(
      'senml.two-values',
      `A record has one value at most; this one has ${values.map((label) => `"${label}"`).join(' and ')}.`,
      path,
    );
  }
  if (raw.extension) {
    const { by, value } = raw.extension;
    const applied = by.apply(record, value, `${path}.${by.label}`);
    if (!applied.ok) return applied;
    record = applied.value;
  }
  return parsed(record);
}

/** RFC 8428 §4.2: a value, or a sum, or nothing but base fields; a base value in force counts as a value. */
function lacksValue(record: SenmlRecord, baseValueInForce: boolean): boolean {
  if (baseValueInForce || record.s !== undefined) return false;
  if (VALUE_LABELS.some((label) => record[label] !== undefined)) return false;
  return !BASE_LABELS.some((label) => record[label] !== undefined);
}

/** The rules of RFC 8428 that hold whatever the syntax was; `read` takes one record apart. */
export function readPack(
  records: readonly unknown[],
  read: (record: unknown, path: string) => ParseResult<RawRecord>,
): ParseResult<SenmlPack> {
  if (records.length === 0) return malformed('senml.empty-pack', 'A pack has at least one record.');
  if (records.length > MAX_PACK_RECORDS) {
    return malformed('senml.too-many-records', `A pack has at most ${MAX_PACK_RECORDS} records.`);
  }
  const pack: SenmlPack = [];
  let baseValueInForce = false;
  let version: number | undefined;
  for (const [index, item] of records.entries()) {
    const path = `[${index}]`;
    const raw = read(item, path);
    if (!raw.ok) return raw;
    const record = readRecord(raw.value, path);
    if (!record.ok) return record;
    const { bv, bver } = record.value;
    baseValueInForce ||= bv !== undefined;
    if (lacksValue(record.value, baseValueInForce)) {
      return malformed('senml.no-value', 'A record needs v, vs, vb, vd or s, or base fields.', path);
    }
    if (bver !== undefined && version !== undefined && version !== bver) {
      return malformed('senml.mixed-versions', 'All records of a pack have one version.', `${path}.bver`);
    }
    version = bver ?? version;
    pack.push(record.value);
  }
  return parsed(pack);
}

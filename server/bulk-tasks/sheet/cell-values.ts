import type { z } from 'zod';
import { idSchema, lineSchema, textSchema } from '#server/platform/contract.ts';
import { plainText } from '#server/platform/sheet-text.ts';
import {
  checkSharedSecret,
  hasLuhnCheck,
  normaliseDvnUuid,
  normaliseIccid,
  normaliseImei,
} from '#server/protocols/device-identifiers.ts';
import { normaliseAppKey, normaliseDevEui, normaliseJoinEui } from '#server/protocols/lorawan/identifiers.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import type { Field } from './columns-contract.ts';
import type { CellKind } from './sheet-row.ts';

/** What is wrong with one cell. `details` are what its words need; never the content of a key. */
interface CellFault {
  code: string;
  details: Record<string, string | number>;
}

type CellResult = { ok: true; value: string } | { ok: false; fault: CellFault };

const fault = (code: string, details: CellFault['details'] = {}): CellResult => ({
  ok: false,
  fault: { code, details },
});
const ok = (value: string): CellResult => ({ ok: true, value });

const DIGITS: Partial<Record<Field, number[]>> = {
  devEui: [16],
  joinEui: [16],
  appKey: [32],
  imei: [15],
  iccid: [19, 20],
};
const HEX = new Set<Field>(['devEui', 'joinEui', 'appKey']);
const IDENTIFIERS = new Set<Field>(['deviceId', 'devEui', 'joinEui', 'appKey', 'imei', 'iccid', 'dvnUuid']);
export const SECRET_FIELDS: ReadonlySet<Field> = new Set<Field>(['appKey', 'sharedSecret']);

const NORMALISE: Partial<Record<Field, (text: string) => ParseResult<string>>> = {
  devEui: normaliseDevEui,
  joinEui: normaliseJoinEui,
  appKey: normaliseAppKey,
  imei: normaliseImei,
  iccid: normaliseIccid,
  dvnUuid: normaliseDvnUuid,
  sharedSecret: checkSharedSecret,
};

const TEXTS: Partial<Record<Field, z.ZodType<string>>> = {
  name: lineSchema(255).min(1),
  barcode: lineSchema(100),
  description: textSchema(255),
};
/** Coordinates, and what they may be: degrees, and metres above sea. */
const NUMBERS: Partial<Record<Field, { least: number; most: number }>> = {
  latitude: { least: -90, most: 90 },
  longitude: { least: -180, most: 180 },
  altitude: { least: -12_000, most: 100_000 },
};
const LENGTHS: Partial<Record<Field, number>> = { name: 255, barcode: 100, description: 255 };
const METADATA_LENGTH = 1000;
const METADATA_TEXT = textSchema(METADATA_LENGTH);

/** 1.23E+15, 1,23E+15: a spreadsheet rounded a long number; the digits are gone. A hexadecimal E has no sign after it. */
const SCIENTIFIC = /^[+-]?\d([.,]\d+)?E\+\d{1,3}$/i;
const EXCEL_ERROR = /^(#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)|#{4,})$/i;
/** ="0012": how people keep a spreadsheet from making a number of it. */
const FORCED_TEXT = /^="((?:[^"]|"")*)"$/;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;

export function cellText(text: string): string {
  const trimmed = text.trim();
  const forced = FORCED_TEXT.exec(trimmed)?.[1];
  if (forced !== undefined) return forced.replaceAll('""', '"').trim();
  return plainText(trimmed);
}

/** What vendors write around and between the digits of an identifier. */
function packed(field: Field, text: string): string {
  const bare = text
    .replace(INVISIBLE, '')
    .replace(/^'/, '')
    .replace(/^urn:(?:dev|uuid|imei):(?:(?:deveui|imei|dvnuuid):)?/i, '')
    .replace(/:$/, '');
  return HEX.has(field) ? bare.replace(/0x/gi, '').replace(/[{}()[\]",\s:._-]/g, '') : bare.trim();
}

/** The cell as it would be stored, or what is wrong with it. An empty cell is ''. */
export function readCell(field: Field, given: string, kind: CellKind | null = null): CellResult {
  const text = cellText(given);
  if (text === '') return ok('');
  if (EXCEL_ERROR.test(text)) return fault('excel-error', { found: text });
  if (IDENTIFIERS.has(field)) return readIdentifier(field, text, kind);
  const bounds = NUMBERS[field];
  if (bounds) return kind === 'date' ? fault('date-cell', { found: text }) : readNumber(text, bounds);
  if (kind === 'date' && field in LENGTHS) return fault('date-cell', { found: text });
  if (SCIENTIFIC.test(text) && field in LENGTHS) return fault('scientific', { found: text });
  const normalise = NORMALISE[field];
  if (normalise) {
    const result = normalise(text);
    return result.ok ? ok(result.value) : fault(result.error.code);
  }
  return readText(field, text);
}

/** 52.09, 52,09, 52.09°; of 51,950 nobody knows whether it is a decimal, but no degree has thousands. */
function readNumber(text: string, { least, most }: { least: number; most: number }): CellResult {
  const bare = text.replace(/\s*(°|m)$/, '').replace('\u2212', '-');
  if (!/^[+-]?\d{1,6}([.,]\d{1,17})?$/.test(bare)) return fault('no-number', { found: text.slice(0, 40) });
  const value = Number(bare.replace(',', '.'));
  return value < least || value > most
    ? fault('out-of-range', { least, most, found: text.slice(0, 40) })
    : ok(String(value));
}

function readText(field: Field, text: string): CellResult {
  if (text.includes('\ufffd')) return fault('unreadable-characters');
  const limit = LENGTHS[field] ?? METADATA_LENGTH;
  if (text.length > limit) return fault('too-long', { limit, found: text.length });
  const parsed = (TEXTS[field] ?? METADATA_TEXT).safeParse(text);
  return parsed.success ? ok(parsed.data) : fault('control-characters');
}

function readIdentifier(field: Field, text: string, kind: CellKind | null): CellResult {
  if (SCIENTIFIC.test(text)) return fault('scientific', { found: SECRET_FIELDS.has(field) ? '•••' : text });
  if (kind === 'date') return fault('date-cell', { found: text });
  if (field === 'deviceId')
    return idSchema.safeParse(text).success ? ok(text.toLowerCase()) : fault('no-uuid');
  const digits = packed(field, text);
  const wanted = DIGITS[field];
  const lost = wanted && lostDigits(field, digits, wanted, kind);
  if (lost) return lost;
  const result = NORMALISE[field]?.(digits);
  if (!result) return ok(digits);
  if (result.ok) return ok(result.value);
  return fault(result.error.code, wanted ? { wanted: wanted.join(' / '), found: digits.length } : {});
}

/** A number loses the zeros before it and what comes after its fifteenth digit. */
function lostDigits(
  field: Field,
  digits: string,
  wanted: number[],
  kind: CellKind | null,
): CellResult | null {
  if (!/^\d+$/.test(digits)) return null;
  const longest = Math.max(...wanted);
  const shortest = Math.min(...wanted);
  if (kind === 'number' && digits.length > 15) return fault('digits-lost', { found: digits.length });
  if (digits.length < shortest) {
    const padded = digits.padStart(shortest, '0');
    const fits = HEX.has(field) ? digits.length >= shortest - 8 : hasLuhnCheck(padded);
    return fits ? fault('leading-zeros', { wanted: wanted.join(' / '), found: digits.length }) : null;
  }
  if (!HEX.has(field) && longest > 15 && /^\d{15}0+$/.test(digits))
    return fault('digits-lost', { found: digits.length });
  return null;
}

import { encode } from 'cborg';
import { FIELDS, type Label } from '../senml/labels.ts';
import type { SenmlPack, SenmlRecord } from '../senml/record.ts';
import { measurementOfName } from './measurement-index.ts';
import { MEASUREMENT_INDEX } from './resolve-index.ts';

/** The order in which ThingsML devices write: base fields, what it is, when, the value. */
const ORDER: readonly Label[] = [
  'bn',
  'bu',
  'bt',
  'bv',
  'bs',
  'bver',
  'n',
  'u',
  't',
  'v',
  'vs',
  'vb',
  'vd',
  's',
  'ut',
];

/**
 * A SenML pack as ThingsML in CBOR: names with their unit become measurement indices wherever that
 * says the same, base-only records melt into the record after them, floats take the fewest bytes that
 * lose nothing.
 *
 * @param options.useIndex false for plain SenML in CBOR
 */
export function encodeThingsmlCbor(pack: SenmlPack, options: { useIndex?: boolean } = {}): Uint8Array {
  const { useIndex = true } = options;
  const maps = mergeBaseRecords(pack).map((record) => recordMap(record, useIndex));
  return encode(maps, { mapSorter: () => 0 });
}

const BASE_ONLY = new Set<string>(['bn', 'bt', 'bu', 'bv', 'bs', 'bver']);

function isBaseOnly(record: SenmlRecord): boolean {
  return Object.keys(record).every((label) => BASE_ONLY.has(label));
}

function mergeBaseRecords(pack: SenmlPack): SenmlRecord[] {
  const merged: SenmlRecord[] = [];
  let base: SenmlRecord = {};
  for (const record of pack) {
    if (isBaseOnly(record)) base = { ...base, ...record };
    else {
      merged.push({ ...base, ...record });
      base = {};
    }
  }
  return Object.keys(base).length === 0 ? merged : [...merged, base];
}

/** The index that resolves to exactly this name and unit; a missing unit may come from a base unit, so it stays a name. */
function indexOf(record: SenmlRecord): number | undefined {
  if (record.n === undefined) return undefined;
  const measurement = measurementOfName(record.n);
  return measurement && measurement.unit === (record.u ?? null) ? measurement.index : undefined;
}

function recordMap(record: SenmlRecord, useIndex: boolean): Map<number, unknown> {
  const map = new Map<number, unknown>();
  const index = useIndex ? indexOf(record) : undefined;
  for (const label of ORDER) {
    const value = record[label];
    if (label === 'n' && index !== undefined) map.set(MEASUREMENT_INDEX.cborKey, index);
    else if (label === 'u' && index !== undefined) continue;
    else if (value !== undefined)
      map.set(FIELDS[label].cbor, label === 'vd' ? dataBytes(String(value)) : value);
  }
  return map;
}

const dataBytes = (base64url: string): Uint8Array => Uint8Array.from(Buffer.from(base64url, 'base64url'));

import { splitFullName } from './device-urn.ts';
import { LABELS } from './labels.ts';
import type { ResolvedRecord, SenmlPack, SenmlRecord } from './record.ts';

/**
 * A pack of `packOfDevice` or `packOfResolved` as JSON text: no spaces, labels in the order in which those write
 * them, so that equal packs give equal bytes (signatures and retries depend on it).
 */
export function serializePack(pack: SenmlPack): string {
  return JSON.stringify(pack);
}

/** Labels always in the same order, whoever made the record. */
function orderedRecord(record: SenmlRecord): SenmlRecord {
  if (isOrdered(record)) return record;
  const ordered: Record<string, unknown> = {};
  for (const label of LABELS) if (record[label] !== undefined) ordered[label] = record[label];
  return ordered;
}

/**
 * Records that name things within one device, with base name and base time merged into the first
 * record. In the former form, which some receivers still expect, they stand in a record of their own.
 * Times in `records` are offsets to `bt`.
 */
export function packOfDevice(
  records: readonly SenmlRecord[],
  base: { bn: string; bt?: number },
  form?: PackForm,
): SenmlPack {
  const [first, ...rest] = records;
  if (first === undefined) return [];
  if (form === 'former') return [base, ...records].map(orderedRecord);
  return [orderedRecord({ ...base, ...first, ...base }), ...rest.map(orderedRecord)];
}

const PLACES: Record<string, number> = Object.fromEntries(LABELS.map((label, place) => [label, place]));

function isOrdered(record: SenmlRecord): boolean {
  let last = -1;
  for (const label in record) {
    const place = PLACES[label] ?? -1;
    if (place <= last) return false;
    last = place;
  }
  return true;
}

/** How a pack is written where it is not the present way. */
export type PackForm = 'former';

/**
 * A pack that resolves to exactly these records: each change of device brings a new base name, the
 * first record the base time, other times become offsets to it.
 */
export function packOfResolved(records: readonly ResolvedRecord[]): SenmlPack {
  const bt = records[0]?.t ?? 0;
  let baseName: string | undefined;
  return records.map(({ n, t, ...value }, index) => {
    const { urn, name } = splitVerbatim(n);
    const record: SenmlRecord = { ...value };
    if (urn !== baseName) {
      record.bn = urn;
      baseName = urn;
    }
    if (index === 0) record.bt = bt;
    else if (t !== bt) record.t = offset(bt, t);
    if (name !== '') record.n = name;
    return orderedRecord(record);
  });
}

/** Like splitFullName, but what was written stays as it was written. */
function splitVerbatim(full: string): { urn: string; name: string } {
  const { urn } = splitFullName(full);
  return { urn: full.slice(0, urn.length), name: full.slice(urn.length) };
}

/** The shortest offset (milliseconds, microseconds, then all digits) that adds up to exactly `t`. */
function offset(bt: number, t: number): number {
  for (const unit of [1e3, 1e6]) {
    const rounded = Math.round((t - bt) * unit) / unit;
    if (bt + rounded === t) return rounded;
  }
  return t - bt;
}

import { hash } from 'node:crypto';
import { malformed, type ParseResult, parsed, type Refusal } from '#server/protocols/parse-result.ts';
import { splitFullName } from '#server/protocols/senml/device-urn.ts';
import type { ResolvedRecord } from '#server/protocols/senml/record.ts';
import type { Kind, Measurement, PackRest, PackRow, Shape, ShapedPack } from './contract.ts';

/**
 * Takes a resolved pack apart into what repeats from message to message (the shape) and what does not.
 * A record that speaks for another device is refused, and with it the pack: a decoder runs for one device.
 *
 * @param urn base name of the device, in its written form, trailing colon included
 * @param baseTime time of the pack; other times are stored as offsets to it
 */
export function toShape(
  records: readonly ResolvedRecord[],
  urn: string,
  baseTime: Date,
): ParseResult<ShapedPack> {
  const local = toMeasurements(records, urn);
  return local.ok ? parsed(shapeOf(local.value, baseTime)) : local;
}

/** The records by the names they have within the device. */
export function toMeasurements(records: readonly ResolvedRecord[], urn: string): ParseResult<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const [index, record] of records.entries()) {
    const n = localName(record.n, urn);
    const refusal = n === null ? foreign(record.n, index) : refuse(n, record, index);
    if (refusal) return refusal;
    measurements.push({ ...record, n: n ?? '' });
  }
  return parsed(measurements);
}

function localName(full: string, urn: string): string | null {
  if (full.startsWith(urn)) return full.slice(urn.length);
  const split = splitFullName(full);
  return split.urn === urn ? split.name : null;
}

function foreign(full: string, index: number): Refusal {
  const { urn } = splitFullName(full);
  return urn === ''
    ? malformed(
        'measurements.no-device',
        `"${full}" does not begin with the URN of a device.`,
        `[${index}].n`,
      )
    : malformed('measurements.other-device', `The record speaks for another device, ${urn}`, `[${index}].n`);
}

function refuse(n: string, record: ResolvedRecord, index: number): Refusal | null {
  if (n === '') return malformed('measurements.no-name', 'A record needs a name of its own.', `[${index}].n`);
  // The database's text holds no NUL.
  if (record.u?.includes('\0')) return malformed('measurements.bad-unit', 'Bad unit.', `[${index}].u`);
  const { v = 0, s = 0, t } = record;
  if (Number.isFinite(v) && Number.isFinite(s) && Number.isFinite(t)) return null;
  return malformed('measurements.not-finite', 'A number of the record is not finite.', `[${index}]`);
}

function kindOf(record: Measurement): Kind {
  if (record.vs !== undefined) return 's';
  if (record.vb !== undefined) return 'b';
  return record.vd !== undefined ? 'd' : 'n';
}

function numeric(record: Measurement): number {
  if (record.vb !== undefined) return record.vb ? 1 : 0;
  return record.vs === undefined && record.vd === undefined ? (record.v ?? Number.NaN) : Number.NaN;
}

function shapeOf(measurements: Measurement[], baseTime: Date): ShapedPack {
  const names = measurements.map((record) => record.n);
  const units = measurements.map((record) => record.u ?? '');
  const kinds = measurements.map(kindOf).join('');
  return {
    hash: shapeHash({ names, units, kinds }),
    names,
    units,
    kinds,
    v: measurements.map(numeric),
    rest: restOf(measurements, baseTime.getTime() / 1000),
    measurements,
  };
}

/** A device's packs have one shape for years. */
const hashes = new Map<string, Uint8Array>();
const MAX_HASHES = 10_000;

export function shapeHash({ names, units, kinds }: Shape): Uint8Array {
  const text = JSON.stringify([names, units, kinds]);
  let known = hashes.get(text);
  if (!known) {
    if (hashes.size >= MAX_HASHES) hashes.clear();
    known = hash('sha256', text, 'buffer').subarray(0, 16);
    hashes.set(text, known);
  }
  return known;
}

function restOf(measurements: readonly Measurement[], base: number): PackRest | null {
  let s: Record<string, string> | undefined;
  let t: Record<string, number> | undefined;
  let sum: Record<string, number> | undefined;
  for (const [index, record] of measurements.entries()) {
    const text = record.vs ?? record.vd;
    if (text !== undefined) s = put(s, index, text);
    if (record.t !== base) t = put(t, index, offset(base, record.t));
    if (record.s !== undefined) sum = put(sum, index, record.s);
  }
  return s || t || sum ? { ...(s && { s }), ...(t && { t }), ...(sum && { sum }) } : null;
}

function put<T>(part: Record<string, T> | undefined, index: number, value: T): Record<string, T> {
  const filled = part ?? {};
  filled[index] = value;
  return filled;
}

/** The shortest offset (milliseconds, microseconds, then all digits) that adds up to exactly `t`. */
function offset(base: number, t: number): number {
  for (const unit of [1e3, 1e6]) {
    const rounded = Math.round((t - base) * unit) / unit;
    if (base + rounded === t) return rounded;
  }
  return t - base;
}

/** The records of a stored pack, in the order in which they were sent. */
export function fromShape(shape: Shape, row: PackRow): Measurement[] {
  const base = row.time.getTime() / 1000;
  return shape.names.map((n, index) => {
    const record: Measurement = { n, t: base + (row.rest?.t?.[index] ?? 0) };
    const unit = shape.units[index];
    if (unit) record.u = unit;
    putValue(record, shape.kinds[index] as Kind, row, index);
    const sum = row.rest?.sum?.[index];
    if (sum !== undefined) record.s = sum;
    return record;
  });
}

function putValue(record: Measurement, kind: Kind, row: PackRow, index: number): void {
  const number = row.v[index] ?? Number.NaN;
  if (kind === 's') record.vs = row.rest?.s?.[index] ?? '';
  else if (kind === 'd') record.vd = row.rest?.s?.[index] ?? '';
  else if (Number.isNaN(number)) return;
  else if (kind === 'b') record.vb = number === 1;
  else record.v = number;
}

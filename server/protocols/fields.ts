import type { SenmlRecord } from './senml/record.ts';

/** A number of a payload: where it stands, how it is written and what it means. */
export interface Field {
  name: string;
  unit?: string;
  /** Offset of its first byte. */
  at: number;
  /** So many bytes; 1 to 6. */
  bytes: number;
  signed?: true;
  /** value = raw · times / over + plus; first the bits outside `mask` are cleared, then it is shifted right. */
  mask?: number;
  shift?: number;
  times?: number;
  over?: number;
  plus?: number;
  /** True or false, as the number is not 0. */
  flag?: true;
}

/** The only number of a value. */
export const alone = (
  name: string,
  bytes: number,
  more: Omit<Field, 'name' | 'at' | 'bytes'> = {},
): Field[] => [{ name, at: 0, bytes, ...more }];

export type ByteOrder = 'big' | 'little';

/** @throws RangeError when the field does not lie within `data`; callers check the length first. */
export function rawOf(data: Buffer, { at, bytes, signed }: Field, order: ByteOrder): number {
  if (order === 'big') return signed ? data.readIntBE(at, bytes) : data.readUIntBE(at, bytes);
  return signed ? data.readIntLE(at, bytes) : data.readUIntLE(at, bytes);
}

/** @throws RangeError as {@link rawOf} */
export function readField(data: Buffer, field: Field, order: ByteOrder): SenmlRecord {
  const { name, unit, mask, shift = 0, times = 1, over = 1, plus = 0, flag } = field;
  const whole = rawOf(data, field, order);
  const raw = mask === undefined ? whole : (whole & mask) >> shift;
  if (flag) return { n: name, vb: raw !== 0 };
  return quantity(name, (raw * times) / over + plus, unit);
}

export function quantity(n: string, v: number, u?: string): SenmlRecord {
  // Twelve digits: what binary fractions add behind them was never measured.
  const value = Number(v.toPrecision(12));
  return u === undefined ? { n, v: value } : { n, u, v: value };
}

/** Bytes that a list of fields takes. */
export function lengthOf(fields: readonly Field[]): number {
  return Math.max(0, ...fields.map(({ at, bytes }) => at + bytes));
}

/** One record of each field, as of bytes that are all 0: what names and units there are. */
export const blankRecords = (fields: readonly Field[]): SenmlRecord[] =>
  fields.map((field) => readField(Buffer.alloc(lengthOf(fields)), field, 'big'));

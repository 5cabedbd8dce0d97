import type { FilterOp, TableFilter } from './table-query.ts';

type FilterKind = 'text' | 'enum' | 'number' | 'date' | 'boolean' | 'value';

/** The operators each kind of field offers; a server that lists its abilities can start from these. */
export const opsOfKind = {
  text: ['contains', 'is', 'starts', 'empty', 'filled'],
  enum: ['in'],
  number: ['between', 'empty', 'filled'],
  date: ['between', 'empty', 'filled'],
  boolean: ['is'],
  value: ['between', 'is', 'contains', 'starts', 'empty', 'filled'],
} as const satisfies Record<FilterKind, readonly FilterOp[]>;

/** A choice that a row may be without can be asked for as well. */
export function opsOf(filter: { kind: FilterKind; optional?: boolean | undefined }): readonly FilterOp[] {
  return filter.kind === 'enum' && filter.optional
    ? [...opsOfKind.enum, 'empty', 'filled']
    : opsOfKind[filter.kind];
}

export interface FilterWords {
  op: (op: FilterOp) => string;
  /** A value as the reader knows it: the option's label, a number with its unit, a date, yes or no. */
  value: (value: string) => string;
}

/** "Status: active, late" · "Battery ≤ 3.2 V" · "Name contains quay". */
export function describeFilter(label: string, { op, value }: TableFilter, words: FilterWords): string {
  if (op === 'empty' || op === 'filled') return `${label} ${words.op(op)}`;
  if (op === 'between' && Array.isArray(value)) {
    const [from = '', to = ''] = value;
    if (from === '') return `${label} ≤ ${words.value(to)}`;
    if (to === '') return `${label} ≥ ${words.value(from)}`;
    return `${label} ${words.value(from)} – ${words.value(to)}`;
  }
  if (Array.isArray(value)) return `${label}: ${value.map(words.value).join(', ')}`;
  return op === 'is' ? `${label}: ${words.value(value)}` : `${label} ${words.op(op)} ${words.value(value)}`;
}

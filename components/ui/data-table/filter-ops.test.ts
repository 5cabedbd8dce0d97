import { describe, expect, it } from 'vitest';
import { describeFilter, opsOf, opsOfKind } from './filter-ops.ts';
import { filterOps, type TableFilter } from './table-query.ts';

const words = { op: (op: string) => op.toUpperCase(), value: (value: string) => `<${value}>` };

describe('describeFilter', () => {
  it.each<[TableFilter, string]>([
    [{ field: 'x', op: 'in', value: ['a', 'b'] }, 'X: <a>, <b>'],
    [{ field: 'x', op: 'between', value: ['', '3.2'] }, 'X ≤ <3.2>'],
    [{ field: 'x', op: 'between', value: ['1', ''] }, 'X ≥ <1>'],
    [{ field: 'x', op: 'between', value: ['1', '2'] }, 'X <1> – <2>'],
    [{ field: 'x', op: 'contains', value: 'q' }, 'X CONTAINS <q>'],
    [{ field: 'x', op: 'is', value: 'q' }, 'X: <q>'],
    [{ field: 'x', op: 'empty', value: '' }, 'X EMPTY'],
  ])('%j', (filter, expected) => {
    expect(describeFilter('X', filter, words)).toBe(expected);
  });
});

it('offers only operators that the query knows', () => {
  for (const ops of Object.values(opsOfKind)) for (const op of ops) expect(filterOps).toContain(op);
});

it('asks for an empty choice only where a row may be without one', () => {
  expect(opsOf({ kind: 'enum' })).toEqual(['in']);
  expect(opsOf({ kind: 'enum', optional: true })).toEqual(['in', 'empty', 'filled']);
  expect(opsOf({ kind: 'text', optional: true })).toEqual(opsOfKind.text);
});

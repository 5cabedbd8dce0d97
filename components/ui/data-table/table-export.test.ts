import { describe, expect, it } from 'vitest';
import { decodeTableExport, encodeTableExport } from './table-export.ts';
import type { TableQuery } from './table-query.ts';

const query: TableQuery = {
  q: 'pump',
  filters: [{ field: 'twin:a:b', op: 'between', value: ['1', '2'] }],
  sort: { field: 'name', desc: true },
  cursor: 'abcd',
  limit: 25,
};

describe('an export in an address', () => {
  it('asks for everything that matches, in the columns and the order of the view', () => {
    const columns = ['name', 'twin:a, b', 'twin:50%\\'];
    const params = encodeTableExport(query, 'xlsx', columns);
    expect(params.has('cursor')).toBe(false);
    expect(params.has('limit')).toBe(false);
    expect(decodeTableExport(new URLSearchParams(params.toString()))).toEqual({
      ok: true,
      asked: { format: 'xlsx', columns, query: { ...query, cursor: undefined, limit: 200 } },
    });
  });

  it.each([
    ['columns=name', 'format'],
    ['format=pdf&columns=name', 'format'],
    ['format=csv', 'columns'],
    ['format=csv&columns=,', 'columns'],
    ['format=csv&columns=name&f=nonsense', 'filters'],
  ])('names what is wrong with %s', (address, part) => {
    const decoded = decodeTableExport(new URLSearchParams(address));
    expect(decoded.ok ? [] : decoded.problems.join()).toContain(part);
  });
});

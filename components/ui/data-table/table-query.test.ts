import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeTableQuery,
  emptyTableQuery,
  encodeTableQuery,
  filterOps,
  readTableQuery,
  selectedRowsSchema,
  type TableFilter,
  type TableQuery,
  unsupportedParts,
} from './table-query.ts';

const text = fc.string({ maxLength: 40 });
const plainField = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,10}$/);
const broughtField = fc
  .tuple(plainField, fc.string({ minLength: 1, maxLength: 12 }))
  .map(([group, name]) => `${group}:${name}`);
const field = fc.oneof(plainField, broughtField);
const filter: fc.Arbitrary<TableFilter> = fc.oneof(
  fc.record({
    field,
    op: fc.constantFrom(...filterOps.filter((op) => op !== 'in' && op !== 'between')),
    value: text,
  }),
  fc.record({ field, op: fc.constant('in' as const), value: fc.array(text, { minLength: 1, maxLength: 5 }) }),
  fc.record({
    field,
    op: fc.constant('between' as const),
    value: fc.tuple(text, fc.string({ minLength: 1, maxLength: 9 })),
  }),
);
const anyQuery: fc.Arbitrary<TableQuery> = fc.record(
  {
    q: fc.string({ minLength: 1, maxLength: 40 }).filter((q) => q.trim() === q && q !== ''),
    filters: fc.array(filter, { maxLength: 6 }),
    sort: fc.record({ field, desc: fc.boolean() }),
    cursor: fc.base64String({ minLength: 4, maxLength: 40 }),
    with: fc.array(broughtField, { minLength: 1, maxLength: 4 }),
    limit: fc.integer({ min: 1, max: 200 }),
  },
  { requiredKeys: ['filters', 'limit'] },
);

describe('table query in an address', () => {
  it('survives the way there and back, whatever is typed', () => {
    fc.assert(
      fc.property(anyQuery, fc.constantFrom('', 'log.'), (query, prefix) => {
        const address = encodeTableQuery(query, prefix).toString();
        expect(decodeTableQuery(new URLSearchParams(address), prefix)).toEqual({ ok: true, query });
      }),
    );
  });

  it('is short and readable, and empty when nothing is asked', () => {
    expect(encodeTableQuery(emptyTableQuery).toString()).toBe('');
    const query: TableQuery = {
      filters: [{ field: 'status', op: 'in', value: ['active', 'a,b'] }],
      sort: { field: 'lastSeen', desc: true },
      limit: 100,
    };
    expect(decodeURIComponent(encodeTableQuery(query).toString())).toBe(
      'f=status:in:active,a\\,b&sort=-lastSeen&limit=100',
    );
  });

  it.each([
    ['f=status:like:x', 'filters.0.op'],
    ['f=1status:is:x', 'filters.0.field'],
    ['f=battery:between:,', 'filters.0'],
    ['f=battery:between:1,2,3', 'filters.0'],
    ['sort=a b', 'sort.field'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    [`q=${'x'.repeat(201)}`, 'q'],
  ])('%s is refused and named', (address, problem) => {
    const decoded = decodeTableQuery(new URLSearchParams(address));
    expect(decoded.ok ? [] : decoded.problems.map((line) => line.split(':')[0])).toEqual([problem]);
  });

  it('a page keeps the parts of a broken address that it understands', () => {
    expect(
      readTableQuery(new URLSearchParams('q=pump&limit=9999&f=status:is:active&f=x:bad:y&sort=-name')),
    ).toEqual({
      q: 'pump',
      filters: [{ field: 'status', op: 'is', value: 'active' }],
      sort: { field: 'name', desc: true },
      limit: 50,
    });
  });
});

describe('unsupportedParts', () => {
  const abilities = { filter: { status: ['in', 'is'], name: ['contains'] }, sort: ['name'] } as const;
  it.each([
    ['f=status:in:active&sort=-name', []],
    ['f=name:is:x', ['filter on name does not know is; it knows contains']],
    ['f=constructor:is:x', ['filter on constructor is not offered']],
    ['sort=status', ['sort by status is not offered']],
  ])('%s', (address, expected) => {
    expect(unsupportedParts(readTableQuery(new URLSearchParams(address)), abilities)).toEqual(expected);
  });
});

describe('which rows something is done with', () => {
  it.each<[string, unknown, boolean]>([
    ['ticked', { ids: ['a'] }, true],
    ['none ticked', { ids: [] }, false],
    ['all that match', { query: { filters: [] }, except: [] }, true],
    ['all but some', { query: { q: 'x', filters: [] }, except: ['a'] }, true],
    ['both at once', { ids: ['a'], query: { filters: [] }, except: [] }, false],
    ['a query without what it leaves out', { query: { filters: [] } }, false],
    [
      'a filter out of form',
      { query: { filters: [{ field: '', op: 'is', value: 'x' }] }, except: [] },
      false,
    ],
  ])('%s', (_, given, fits) => {
    expect(selectedRowsSchema.safeParse(given).success).toBe(fits);
  });
});

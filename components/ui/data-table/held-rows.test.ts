import { describe, expect, it } from 'vitest';
import { heldPage } from './held-rows.ts';
import type { TableFilter, TableQuery } from './table-query.ts';

interface Person {
  id: string;
  name: string;
  roles: string[];
  seen: Date | null;
  visits: number | null;
}

const person = (
  id: string,
  name: string,
  roles: string[],
  seen: string | null,
  visits: number | null,
): Person => ({
  id,
  name,
  roles,
  seen: seen === null ? null : new Date(seen),
  visits,
});
const people = [
  person('1', 'Cor', ['admin'], '2026-01-03T00:00:00Z', 3),
  person('2', 'anna', ['admin', 'support'], null, null),
  person('3', 'Bo', [], '2026-01-01T00:00:00Z', 20),
];
const held = {
  fields: {
    name: (row: Person) => row.name,
    roles: (row: Person) => row.roles,
    seen: (row: Person) => row.seen,
    visits: (row: Person) => row.visits,
  },
  search: ['name', 'roles'],
};
const ids = (query: Partial<TableQuery>) =>
  heldPage(people, held, { filters: [], limit: 50, ...query }).rows.map((row) => row.id);

describe('rows that the page holds', () => {
  it('are searched in the fields that say who they are, in whatever case', () => {
    expect(ids({ q: 'AN' })).toEqual(['2']);
    expect(ids({ q: 'supp' })).toEqual(['2']);
    expect(ids({ q: '20' })).toEqual([]);
  });

  it.each<[TableFilter['field'], TableFilter['op'], string | string[], string[]]>([
    ['name', 'contains', 'O', ['1', '3']],
    ['name', 'starts', 'b', ['3']],
    ['name', 'is', 'cor', ['1']],
    ['name', 'not', 'cor', ['2', '3']],
    ['roles', 'in', ['support', 'x'], ['2']],
    ['roles', 'empty', '', ['3']],
    ['seen', 'empty', '', ['2']],
    ['seen', 'filled', '', ['1', '3']],
    ['seen', 'between', ['2026-01-02T00:00:00.000Z', ''], ['1']],
    ['seen', 'lte', '2026-01-01T00:00:00.000Z', ['3']],
    ['visits', 'between', ['3', '20'], ['1', '3']],
    ['visits', 'gt', '3', ['3']],
    ['visits', 'lt', '20', ['1']],
    ['unknown', 'is', 'x', []],
  ])('%s %s %j', (field, op, value, expected) => {
    expect(ids({ filters: [{ field, op, value }] })).toEqual(expected);
  });

  it('are sorted as people, numbers and moments are, the missing first; else they stay as they were', () => {
    expect(ids({ sort: { field: 'name', desc: false } })).toEqual(['2', '3', '1']);
    expect(ids({ sort: { field: 'seen', desc: false } })).toEqual(['2', '3', '1']);
    expect(ids({ sort: { field: 'visits', desc: true } })).toEqual(['3', '1', '2']);
    expect(ids({})).toEqual(['1', '2', '3']);
  });

  it('come in pages with a way on and a way back', () => {
    const page = (cursor?: string) => heldPage(people, held, { filters: [], limit: 2, cursor });
    expect(page()).toMatchObject({ total: 3, next: '2', prev: null });
    expect(page('2')).toMatchObject({ rows: [people[2]], next: null, prev: '0' });
    expect(page('99')).toMatchObject({ rows: [people[2]] });
    expect(page('nonsense')).toMatchObject({ next: '2' });
  });
});

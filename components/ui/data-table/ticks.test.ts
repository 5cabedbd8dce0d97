import { describe, expect, it } from 'vitest';
import { maximumTicked, type TableQuery } from './table-query.ts';
import { selectionOfMatching, selectionOfTicked, ticking } from './ticks.ts';

const query: TableQuery = {
  q: 'pump',
  filters: [{ field: 'status', op: 'in', value: ['active'] }],
  sort: { field: 'name', desc: true },
  cursor: 'abcd',
  limit: 25,
};
const page = { rows: [], total: 12, next: null, prev: null };

describe('what is selected', () => {
  it('is ticked and unticked, several at once, and never more than a request holds', () => {
    const some = ticking(new Set(['a']), ['b', 'c'], true);
    expect([...some]).toEqual(['a', 'b', 'c']);
    expect([...ticking(some, ['a', 'x'], false)]).toEqual(['b', 'c']);
    const full = new Set(Array.from({ length: maximumTicked }, (_, at) => String(at)));
    expect(ticking(full, ['one more'], true)).toBe(full);
    expect(selectionOfTicked(some)).toEqual({ rows: { ids: ['a', 'b', 'c'] }, count: 3, atLeast: false });
    expect(selectionOfTicked(new Set())).toBeNull();
  });

  it('is the query without order and page when everything matches, less what was unticked', () => {
    expect(selectionOfMatching(query, new Set(['a']), page)).toEqual({
      rows: { query: { q: 'pump', filters: query.filters }, except: ['a'] },
      count: 11,
      atLeast: false,
    });
  });

  it('is nothing when all that matched is unticked, but not where counting stopped', () => {
    const both = new Set(['a', 'b']);
    expect(selectionOfMatching(query, both, { ...page, total: 2 })).toBeNull();
    expect(selectionOfMatching(query, both, { ...page, total: 2, atLeast: true })).toMatchObject({
      count: 0,
      atLeast: true,
    });
  });
});

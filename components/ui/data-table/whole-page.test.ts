import { describe, expect, it } from 'vitest';
import { emptyTableQuery, type TablePage, type TableQuery } from './table-query.ts';
import { wholePage } from './whole-page.ts';

interface Row {
  id: number;
}
/** Each answer looks through so many numbers, of which those that fit are found. */
const LOOKED = 10;
const END = 200;
const fits = (id: number) => id % 4 === 0;

/** A server that takes several answers: its cursors are the numbers where it stopped. */
function server() {
  const asked: TableQuery[] = [];
  const ask = async (query: TableQuery): Promise<TablePage<Row>> => {
    asked.push(query);
    const from = Number(query.cursor ?? 0);
    const to = Math.min(from + LOOKED, END);
    const rows: Row[] = [];
    for (let id = from + 1; id <= to; id++) if (fits(id)) rows.push({ id });
    const isOver = to === END;
    return {
      rows,
      total: rows.length,
      atLeast: true,
      ...(isOver ? {} : { unfinished: 'next' as const }),
      next: isOver ? null : String(to),
      prev: null,
    };
  };
  return { asked, ask };
}

const query: TableQuery = { ...emptyTableQuery, q: 'what no index holds', limit: 100 };
const all = Array.from({ length: END }, (_, at) => at + 1).filter(fits);
const ids = ({ rows }: TablePage<Row>) => rows.map(({ id }) => id);

describe('a search that takes several answers', () => {
  it('goes on to its end, and shows what was found meanwhile', async () => {
    const { ask, asked } = server();
    const shown: number[] = [];
    const page = await wholePage(await ask(query), query, ask, ({ rows }) => shown.push(rows.length));
    expect(ids(page)).toEqual(all);
    expect(page).toMatchObject({ total: all.length, next: null });
    expect([page.unfinished, page.atLeast]).toEqual([undefined, undefined]);
    expect(shown).toHaveLength(asked.length - 1);
    expect(shown).toEqual(shown.toSorted((x, y) => x - y));
  });

  it('that is stopped keeps what it found, asks no more, and is gone on with from there', async () => {
    const { ask, asked } = server();
    let answers = 0;
    const stopped = await wholePage(
      await ask(query),
      query,
      ask,
      () => answers++,
      () => answers >= 3,
    );
    expect(asked).toHaveLength(4);
    expect(ids(stopped)).toEqual(all.slice(0, stopped.rows.length));
    expect(stopped.rows.length).toBeGreaterThan(0);
    // It says that there may be more, and the next page is what it did not look through.
    expect(stopped).toMatchObject({ unfinished: 'next', next: '40', atLeast: true });
    const page = await wholePage(stopped, query, ask, () => {});
    expect(asked[4]?.cursor).toBe('40');
    expect(ids(page)).toEqual(all);
    expect(page.unfinished).toBeUndefined();
  });

  it('that was stopped with so many rows is read anew as far as that', async () => {
    const { ask } = server();
    const page = await wholePage(
      await ask(query),
      query,
      ask,
      () => {},
      ({ rows }) => rows.length >= 12,
    );
    expect(ids(page)).toEqual(all.slice(0, 12));
    expect(page.unfinished).toBe('next');
  });
});

import type { TablePage, TableQuery } from './table-query.ts';

/**
 * A page whose search took the server longer than an answer may: asked on from where each answer stopped, until it is
 * full or there is no more, or whoever waits stops it: then the page holds what was found, and is gone on with from there.
 * What was found so far is shown meanwhile.
 */
export async function wholePage<Row>(
  begun: TablePage<Row>,
  query: TableQuery,
  ask: (query: TableQuery) => Promise<TablePage<Row>>,
  show: (page: TablePage<Row>) => void,
  isStopped: (page: TablePage<Row>) => boolean = () => false,
): Promise<TablePage<Row>> {
  let page = begun;
  while (page.unfinished && page.rows.length < query.limit && !isStopped(page)) {
    const cursor = page[page.unfinished];
    if (cursor === null) break;
    show(page);
    page = joined(page, await ask({ ...query, cursor, limit: query.limit - page.rows.length }), query);
  }
  return page;
}

function joined<Row>(page: TablePage<Row>, further: TablePage<Row>, { cursor }: TableQuery): TablePage<Row> {
  const isBefore = page.unfinished === 'prev';
  const rows = isBefore ? [...further.rows, ...page.rows] : [...page.rows, ...further.rows];
  const [next, prev] = isBefore ? [page.next, further.prev] : [further.next, page.prev];
  // From the list's beginning to its end: then it is known how many there are.
  const isAll = cursor === undefined && next === null;
  return {
    rows,
    total: rows.length,
    ...(isAll ? {} : { atLeast: true }),
    ...(further.unfinished ? { unfinished: further.unfinished } : {}),
    next,
    prev,
  };
}

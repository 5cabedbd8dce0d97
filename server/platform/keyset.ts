import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Page } from './contract.ts';
import { DomainError } from './errors.ts';

/**
 * Pages by key, not by offset: a page costs the same wherever it lies and never skips or repeats a row that stayed.
 * The cursor is opaque outside: base64url of [order, direction, key, id].
 */
export interface KeysetOrder {
  /** Names the order in the cursor, so that a cursor of another order is refused. */
  name: string;
  key: SQLWrapper;
  /** How the cursor's key is read back. */
  type: 'text' | 'timestamptz' | 'bigint' | 'double precision';
  id: SQLWrapper;
  idType: 'uuid' | 'bigint' | 'text';
  desc: boolean;
}

export interface KeysetQuery {
  where: SQL | undefined;
  orderBy: SQL[];
  /** One more than the page, to know whether there is a next one. */
  limit: number;
  pageOf<R, T>(
    rows: R[],
    keyOf: (row: R) => [string | number | Date, string | number],
    itemOf: (row: R) => T,
  ): Page<T>;
}

type Cursor = [order: string, direction: 'n' | 'p', key: string | number, id: string | number];

export function keyset(order: KeysetOrder, cursor: string | undefined, limit: number): KeysetQuery {
  const name = `${order.name}${order.desc ? '-' : '+'}`;
  const from = cursor === undefined ? null : readCursor(cursor, name, order);
  const backwards = from?.[1] === 'p';
  const descending = order.desc !== backwards;
  const way = sql.raw(descending ? 'desc' : 'asc');
  return {
    where: from
      ? sql`(${order.key}, ${order.id}) ${sql.raw(descending ? '<' : '>')} (${String(from[2])}::text::${sql.raw(order.type)}, ${String(from[3])}::text::${sql.raw(order.idType)})`
      : undefined,
    orderBy: [sql`${order.key} ${way}`, sql`${order.id} ${way}`],
    limit: limit + 1,
    pageOf(rows, keyOf, itemOf) {
      const more = rows.length > limit;
      const page = rows.slice(0, limit);
      if (backwards) page.reverse();
      const link = (row: (typeof rows)[number] | undefined, direction: 'n' | 'p') =>
        row === undefined ? null : writeCursor(name, direction, ...keyOf(row));
      return {
        items: page.map(itemOf),
        next: backwards || more ? link(page.at(-1), 'n') : null,
        prev: (backwards ? more : from !== null) ? link(page[0], 'p') : null,
      };
    },
  };
}

function writeCursor(
  name: string,
  direction: 'n' | 'p',
  key: string | number | Date,
  id: string | number,
): string {
  const cursor: Cursor = [name, direction, key instanceof Date ? key.toISOString() : key, id];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

const PATTERNS = {
  text: /^[^\0]*$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  bigint: /^-?\d{1,18}$/,
  'double precision': /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/,
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
};

function readCursor(text: string, name: string, order: KeysetOrder): Cursor {
  const refused = new DomainError('input.bad-cursor', 'invalid', {}, [
    { path: 'cursor', message: 'is not a cursor of this list in this order' },
  ]);
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw refused;
  }
  if (!Array.isArray(read) || read.length !== 4) throw refused;
  const [itsName, direction, key, id] = read;
  if (itsName !== name || (direction !== 'n' && direction !== 'p')) throw refused;
  if (!PATTERNS[order.type].test(String(key)) || !PATTERNS[order.idType].test(String(id))) throw refused;
  if (order.type === 'timestamptz' && Number.isNaN(Date.parse(String(key)))) throw refused;
  return read as Cursor;
}

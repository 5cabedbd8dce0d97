import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Page } from './contract.ts';
import { DomainError } from './errors.ts';

/**
 * Pages by key, not by offset: a page costs the same wherever it lies and never skips or repeats a row that stayed.
 * The cursor is opaque outside: base64url of [order, direction, value of each term].
 */
export interface KeysetKey<Row> {
  key: SQLWrapper;
  /** How the cursor's value is read back. */
  type: keyof typeof PATTERNS;
  of: (row: Row) => string | number | Date;
}

/** One part of the order; the last one names a row without doubt. */
export interface KeysetTerm<Row> extends KeysetKey<Row> {
  name: string;
  desc: boolean;
}

export interface Keyset<Row> {
  terms: readonly KeysetTerm<Row>[];
  /** Where the page begins; null at the start. */
  from: Cursor | null;
  where: SQL;
  orderBy: SQL[];
  /** One more than the page, to know whether there is a next one. */
  limit: number;
  /** Of rows that took long to find (`table-walk.ts`): where it stopped before the page was full. */
  pageOf<T>(rows: readonly Row[], itemOf: (row: Row) => T, walked?: { stoppedAt: Row | null }): Page<T>;
}

const PATTERNS = {
  text: /^[^\0]*$/,
  'double precision': /^(-?Infinity|-?\d{1,17}(\.\d{1,17})?(e[+-]?\d{1,3})?)$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  bigint: /^-?\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
};

export interface Cursor {
  backwards: boolean;
  /** The page before it took long to find: this one is looked for along the order from the beginning. */
  walking: boolean;
  values: string[];
}

const DIRECTIONS = { n: [false, false], p: [true, false], N: [false, true], P: [true, true] } as const;
type Direction = keyof typeof DIRECTIONS;

export function keyset<Row>(
  terms: readonly KeysetTerm<Row>[],
  cursor: string | undefined,
  limit: number,
): Keyset<Row> {
  return keysetOf(terms, cursor === undefined ? null : readCursor(cursor, terms), limit);
}

export function keysetOf<Row>(
  terms: readonly KeysetTerm<Row>[],
  from: Cursor | null,
  limit: number,
): Keyset<Row> {
  const backwards = from?.backwards ?? false;
  return {
    terms,
    from,
    where: from ? beyond(terms, from.values, backwards) : sql`true`,
    orderBy: orderBy(terms, backwards),
    limit: limit + 1,
    pageOf(rows, itemOf, walked) {
      const more = rows.length > limit;
      const page = rows.slice(0, limit);
      if (backwards) page.reverse();
      const stop = walked?.stoppedAt ?? undefined;
      const link = (row: Row | undefined, direction: 'n' | 'p') =>
        row === undefined ? null : writeCursor(terms, walked ? UPPER[direction] : direction, row);
      const next = backwards || more ? link(page.at(-1) ?? stop, 'n') : link(stop, 'n');
      const before = backwards ? (more ? page[0] : stop) : from && (page[0] ?? stop);
      return { items: page.map(itemOf), next, prev: link(before ?? undefined, 'p') };
    },
  };
}

const UPPER = { n: 'N', p: 'P' } as const;

export const orderBy = <Row>(terms: readonly KeysetTerm<Row>[], backwards: boolean): SQL[] =>
  terms.map((term) => sql`${term.key} ${sql.raw(term.desc !== backwards ? 'desc' : 'asc')}`);

/** A comparison of rows is one range of an index; it knows one direction only. */
export function beyond<Row>(
  terms: readonly KeysetTerm<Row>[],
  values: readonly (string | undefined)[],
  backwards: boolean,
): SQL {
  const bounds = boundsOf(terms, values);
  const way = (term: KeysetTerm<Row> | undefined) => sql.raw(term?.desc !== backwards ? '<' : '>');
  if (oneWay(terms)) return sql`(${keysIn(terms)}) ${way(terms[0])} (${sql.join(bounds, sql`, `)})`;
  // a beyond x, or a = x and (b beyond y, or b = y and …)
  return terms.reduceRight(
    (inner, term, at) =>
      sql`(${term.key} ${way(term)} ${bounds[at]} or (${term.key} = ${bounds[at]} and ${inner}))`,
    sql`false`,
  );
}

const oneWay = <Row>(terms: readonly KeysetTerm<Row>[]) =>
  terms.every((term) => term.desc === terms[0]?.desc);

const keysIn = <Row>(terms: readonly KeysetTerm<Row>[]) =>
  sql.join(
    terms.map((term) => sql`${term.key}`),
    sql`, `,
  );

const boundsOf = <Row>(terms: readonly KeysetTerm<Row>[], values: readonly (string | undefined)[]) =>
  terms.map(({ type }, at) => sql`${values[at]}::text::${sql.raw(type)}`);

const orderOf = <Row>(terms: readonly KeysetTerm<Row>[]) =>
  terms.map(({ name, desc }) => (desc ? `-${name}` : name)).join(',');

function writeCursor<Row>(terms: readonly KeysetTerm<Row>[], direction: Direction, row: Row): string {
  const values = terms.map(({ of }) => {
    const value = of(row);
    return value instanceof Date ? value.toISOString() : String(value);
  });
  return Buffer.from(JSON.stringify([orderOf(terms), direction, ...values])).toString('base64url');
}

function readCursor<Row>(text: string, terms: readonly KeysetTerm<Row>[]): Cursor {
  const refused = new DomainError('input.bad-cursor', 'invalid', {}, [
    { path: 'cursor', message: 'is not a cursor of this list in this order' },
  ]);
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw refused;
  }
  if (!Array.isArray(read) || !read.every((part) => typeof part === 'string')) throw refused;
  const [order, direction, ...values] = read as string[];
  if (order !== orderOf(terms) || !Object.hasOwn(DIRECTIONS, direction as string)) throw refused;
  if (values.length !== terms.length) throw refused;
  if (!terms.every(({ type }, at) => fits(type, values[at] as string))) throw refused;
  const [backwards, walking] = DIRECTIONS[direction as Direction];
  return { backwards, walking, values };
}

function fits(type: keyof typeof PATTERNS, value: string): boolean {
  return PATTERNS[type].test(value) && (type !== 'timestamptz' || !Number.isNaN(Date.parse(value)));
}

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Page } from './contract.ts';
import { DomainError } from './errors.ts';

/**
 * Lists of the API: `sort` names several fields (`createdAt,-name`), pages go by a cursor that holds the values of all
 * of them, so that each page costs the same and no row is skipped or repeated.
 */
export interface ApiSort {
  key: SQLWrapper;
  type: 'text' | 'timestamptz' | 'uuid' | 'bigint';
}

export interface ApiListQuery {
  sort?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Term extends ApiSort {
  name: string;
  desc: boolean;
}

export interface ApiPlan<Row> {
  where: SQL;
  orderBy: SQL[];
  limit: number;
  pageOf<T>(rows: Row[], itemOf: (row: Row) => T): Page<T>;
}

/** @param values how a row's sort fields are read, by the names of `sorts`; `id` makes every order total */
export function planApiList<Row>(
  query: ApiListQuery,
  sorts: Record<string, ApiSort>,
  values: (row: Row, field: string) => string | number | Date,
  fallback = 'createdAt,id',
): ApiPlan<Row> {
  const order = query.sort ?? fallback;
  const terms = termsOf(order, sorts);
  const from = query.cursor === undefined ? null : readCursor(query.cursor, order, terms);
  const backwards = from?.direction === 'p';
  return {
    where: from ? beyond(terms, from.values, backwards) : sql`true`,
    orderBy: terms.map((term) => sql`${term.key} ${sql.raw(term.desc !== backwards ? 'desc' : 'asc')}`),
    limit: query.limit + 1,
    pageOf(rows, itemOf) {
      const more = rows.length > query.limit;
      const page = rows.slice(0, query.limit);
      if (backwards) page.reverse();
      const link = (row: Row | undefined, direction: 'n' | 'p') =>
        row === undefined ? null : writeCursor(order, direction, terms, (field) => values(row, field));
      return {
        items: page.map(itemOf),
        next: backwards || more ? link(page.at(-1), 'n') : null,
        prev: (backwards ? more : from !== null) ? link(page[0], 'p') : null,
      };
    },
  };
}

function termsOf(order: string, sorts: Record<string, ApiSort>): Term[] {
  const terms = order.split(',').map((part) => {
    const name = part.replace(/^-/, '');
    const sort = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
    if (!sort) throw refused('sort', `knows ${Object.keys(sorts).join(', ')}, each with - for descending`);
    return { ...sort, name, desc: part.startsWith('-') };
  });
  if (new Set(terms.map((term) => term.name)).size < terms.length)
    throw refused('sort', 'names a field twice');
  const { id } = sorts;
  if (id && !terms.some((term) => term.name === 'id'))
    terms.push({ ...id, name: 'id', desc: terms.at(-1)?.desc ?? false });
  return terms;
}

/** (a, b, c) beyond (x, y, z) where each has a direction of its own: a > x or (a = x and (b < y or …)). */
function beyond(terms: Term[], values: string[], backwards: boolean): SQL {
  const [term, ...rest] = terms;
  if (!term) return sql`false`;
  const value = sql`${values[0]}::text::${sql.raw(term.type)}`;
  const way = sql.raw(term.desc !== backwards ? '<' : '>');
  const further = sql`${term.key} ${way} ${value}`;
  if (rest.length === 0) return further;
  return sql`(${further} or (${term.key} = ${value} and ${beyond(rest, values.slice(1), backwards)}))`;
}

function writeCursor(
  order: string,
  direction: 'n' | 'p',
  terms: Term[],
  read: (field: string) => string | number | Date,
): string {
  const values = terms.map(({ name }) => {
    const value = read(name);
    return value instanceof Date ? value.toISOString() : String(value);
  });
  return Buffer.from(JSON.stringify([order, direction, ...values])).toString('base64url');
}

const FITS = {
  text: /^[^\0]*$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  bigint: /^\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
};

function readCursor(text: string, order: string, terms: Term[]): { direction: string; values: string[] } {
  const bad = refused('cursor', 'is not a cursor of this list in this order');
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw bad;
  }
  if (!Array.isArray(read) || !read.every((part) => typeof part === 'string')) throw bad;
  const [itsOrder, direction, ...values] = read as string[];
  if (itsOrder !== order || (direction !== 'n' && direction !== 'p') || values.length !== terms.length)
    throw bad;
  const fits = terms.every(({ type }, index) => {
    const value = values[index] ?? '';
    return FITS[type].test(value) && (type !== 'timestamptz' || !Number.isNaN(Date.parse(value)));
  });
  if (!fits) throw bad;
  return { direction, values };
}

function refused(path: string, message: string): DomainError {
  return new DomainError('input.invalid', 'invalid', {}, [{ path, message }]);
}

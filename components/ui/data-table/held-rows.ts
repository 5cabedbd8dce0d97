import type { TableFilter, TablePage, TableQuery } from './table-query.ts';

type HeldValue = string | number | boolean | Date | null | undefined | readonly string[];

/** What can be asked of rows that the page holds all of: of each field, its value. */
export interface HeldFields<Row> {
  fields: Readonly<Record<string, (row: Row) => HeldValue>>;
  /** Fields that the search looks into. */
  search: readonly string[];
}

/**
 * The page of a query, of rows that are all here (a catalogue, the users of an organization): the same table as for a
 * million, without asking the server. The cursor is the place in the order.
 */
export function heldPage<Row>(
  rows: readonly Row[],
  held: HeldFields<Row>,
  query: TableQuery,
): TablePage<Row> {
  const found = heldMatches(rows, held, query);
  const from = Math.max(0, Math.min(Number(query.cursor ?? 0) || 0, Math.max(0, found.length - 1)));
  const to = from + query.limit;
  return {
    rows: found.slice(from, to),
    total: found.length,
    next: to < found.length ? String(to) : null,
    prev: from > 0 ? String(Math.max(0, from - query.limit)) : null,
  };
}

function heldMatches<Row>(rows: readonly Row[], held: HeldFields<Row>, query: TableQuery): Row[] {
  const { fields, search } = held;
  const sought = query.q?.toLowerCase();
  const found = rows.filter(
    (row) =>
      (!sought || search.some((name) => texts(fields[name]?.(row)).some((text) => text.includes(sought)))) &&
      query.filters.every((filter) => fits(fields[filter.field]?.(row), filter)),
  );
  const by = query.sort && fields[query.sort.field];
  if (!by) return found;
  const way = query.sort?.desc ? -1 : 1;
  return found.sort((a, b) => way * compare(by(a), by(b)));
}

function texts(value: HeldValue): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.map((one) => String(one).toLowerCase());
  return [(value instanceof Date ? value.toISOString() : String(value)).toLowerCase()];
}

function fits(value: HeldValue, { op, value: asked }: TableFilter): boolean {
  const own = texts(value);
  const wanted = (Array.isArray(asked) ? asked : [asked]).map((one) => one.toLowerCase());
  const first = wanted[0] ?? '';
  const among = () => own.some((one) => wanted.includes(one));
  switch (op) {
    case 'empty':
      return own.length === 0;
    case 'filled':
      return own.length > 0;
    case 'contains':
      return own.some((one) => one.includes(first));
    case 'starts':
      return own.some((one) => one.startsWith(first));
    case 'is':
    case 'in':
      return among();
    case 'not':
      return !among();
    case 'between':
      return within(value, wanted[0] ?? '', wanted[1] ?? '');
    case 'gte':
      return within(value, first, '');
    case 'lte':
      return within(value, '', first);
    default: {
      const [number, bound] = [numberOf(value), boundOf(value, first)];
      return number !== null && (op === 'lt' ? number < bound : number > bound);
    }
  }
}

const numberOf = (value: HeldValue) =>
  value instanceof Date ? value.getTime() : typeof value === 'number' ? value : null;
const boundOf = (value: HeldValue, text: string) =>
  value instanceof Date ? Date.parse(text.toUpperCase()) : Number(text);

function within(value: HeldValue, from: string, to: string): boolean {
  const number = numberOf(value);
  if (number === null) return false;
  return (from === '' || number >= boundOf(value, from)) && (to === '' || number <= boundOf(value, to));
}

/** What is missing comes first, as it does where a server sorts upwards by "last seen". */
function compare(a: HeldValue, b: HeldValue): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== null || right !== null) {
    const [x, y] = [left ?? -Infinity, right ?? -Infinity];
    return x === y ? 0 : x < y ? -1 : 1;
  }
  return (texts(a)[0] ?? '').localeCompare(texts(b)[0] ?? '');
}

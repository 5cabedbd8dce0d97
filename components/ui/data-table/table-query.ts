import { z } from 'zod';

/**
 * What a table asks of the server, and how an address holds it. The browser encodes it, the route handler decodes the
 * same string; nothing here knows React. Values are strings: the address has no types, the reader of a field has.
 */
export const filterOps = [
  'is',
  'not',
  'contains',
  'starts',
  'in',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'empty',
  'filled',
] as const;
export type FilterOp = (typeof filterOps)[number];

/**
 * A column of the table, or `group:name` for columns that the data itself brings, e.g. `twin:temperature`: there the
 * name is whatever somebody called it.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const FIELD = /^[A-Za-z][A-Za-z0-9_.-]{0,63}(:[^\u0000-\u001f\u007f]{1,128})?$/;
export const fieldName = z.string().regex(FIELD);

const filterSchema = z
  .object({
    field: fieldName,
    op: z.enum(filterOps),
    value: z.union([z.string().max(500), z.array(z.string().max(500)).min(1).max(100)]),
  })
  .refine((filter) => valueFitsOp(filter.op, filter.value), 'the value does not fit the operator');

export const maximumLimit = 200;
export const maximumFilters = 20;
export const maximumBrought = 20;
export const defaultLimit = 50;

export const tableQuerySchema = z.object({
  q: z.string().trim().min(1).max(200).optional(),
  filters: z.array(filterSchema).max(maximumFilters),
  sort: z.object({ field: fieldName, desc: z.boolean() }).optional(),
  cursor: z.string().min(1).max(1000).optional(),
  with: z.array(fieldName).min(1).max(maximumBrought).optional(),
  limit: z.number().int().min(1).max(maximumLimit),
});

export type TableFilter = z.infer<typeof filterSchema>;
export interface TableQuery {
  q?: string | undefined;
  filters: TableFilter[];
  sort?: { field: string; desc: boolean } | undefined;
  cursor?: string | undefined;
  /** Columns that the data brings (`twin:temperature`) and that are shown: each row is to carry their values. */
  with?: string[] | undefined;
  limit: number;
  /** Of the server's own questions, in no address: how far to count, however long it takes; 0: not at all. */
  countTo?: number | undefined;
}

/** What defines "all that match": everything of a query but the order and where in it the reader is. */
export const matchQuerySchema = tableQuerySchema.pick({ q: true, filters: true });
export type MatchQuery = Pick<TableQuery, 'q' | 'filters'>;

/** Ticks by hand go over pages, and so far. */
export const maximumTicked = 5000;

/**
 * Which rows something is done with: those that were ticked, or all that match but for those that were unticked. The
 * second is never turned into ids by the browser: whoever acts asks the query again.
 */
export const selectedRowsSchema = z.union([
  z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(maximumTicked) }),
  z.strictObject({
    query: matchQuerySchema,
    except: z.array(z.string().min(1).max(64)).max(maximumTicked),
  }),
]);
export type SelectedRows = { ids: string[] } | { query: MatchQuery; except: string[] };

/** One page of answers; `next` and `prev` are cursors, null at the ends. */
export interface TablePage<Row> {
  rows: Row[];
  total: number;
  /** Counting stopped at `total`: there are more. */
  atLeast?: boolean | undefined;
  /** The time was over before the page was full: the search goes on from this cursor. */
  unfinished?: 'next' | 'prev' | undefined;
  next: string | null;
  prev: string | null;
}

export const emptyTableQuery: TableQuery = { filters: [], limit: defaultLimit };

function valueFitsOp(op: FilterOp, value: string | string[]): boolean {
  if (op === 'in') return Array.isArray(value);
  // A range may be open at one side: an empty string there.
  if (op === 'between') return Array.isArray(value) && value.length === 2 && value.some((end) => end !== '');
  return typeof value === 'string';
}

/** Names and values in one text, a comma between them; a comma of their own is escaped. */
export function joinParts(parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[\\,]/g, '\\$&')).join(',');
}

export function splitParts(text: string): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === ',') parts.push('');
    else parts[parts.length - 1] += char === '\\' ? (text[++at] ?? '') : char;
  }
  return parts;
}

function encodeFilter({ field, op, value }: TableFilter): string {
  const name = field.replace(/[\\:]/g, '\\$&');
  return `${name}:${op}:${Array.isArray(value) ? joinParts(value) : value}`;
}

function decodeFilter(text: string): unknown {
  const [, name = '', op, value = ''] = /^((?:\\.|[^\\:])*):([^:]*):(.*)$/s.exec(text) ?? [];
  const field = name.replace(/\\(.)/gs, '$1');
  return { field, op, value: op === 'in' || op === 'between' ? splitParts(value) : value };
}

/** What of an address makes a view: the query but the page, then which columns, how wide, pinned, how dense. */
export const viewParams = ['q', 'f', 'sort', 'limit', 'cols', 'w', 'pin', 'rows'] as const;

/** `q=pump&f=status:in:active,late&sort=-lastSeen&cursor=…&limit=100`; what is default is left out. */
export function encodeTableQuery(query: TableQuery, prefix = ''): URLSearchParams {
  const params = new URLSearchParams();
  if (query.q) params.set(`${prefix}q`, query.q);
  for (const filter of query.filters) params.append(`${prefix}f`, encodeFilter(filter));
  if (query.sort) params.set(`${prefix}sort`, `${query.sort.desc ? '-' : ''}${query.sort.field}`);
  if (query.cursor) params.set(`${prefix}cursor`, query.cursor);
  if (query.with?.length) params.set(`${prefix}with`, joinParts(query.with));
  if (query.limit !== defaultLimit) params.set(`${prefix}limit`, String(query.limit));
  return params;
}

export type DecodedTableQuery = { ok: true; query: TableQuery } | { ok: false; problems: string[] };

/** Strict, for route handlers: every part that does not parse is named. */
export function decodeTableQuery(params: URLSearchParams, prefix = ''): DecodedTableQuery {
  const sort = params.get(`${prefix}sort`);
  const limit = params.get(`${prefix}limit`);
  const brought = params.get(`${prefix}with`);
  const parsed = tableQuerySchema.safeParse({
    q: params.get(`${prefix}q`)?.trim() || undefined,
    filters: params.getAll(`${prefix}f`).map(decodeFilter),
    sort: sort ? { field: sort.replace(/^-/, ''), desc: sort.startsWith('-') } : undefined,
    cursor: params.get(`${prefix}cursor`) || undefined,
    with: brought ? splitParts(brought) : undefined,
    limit: limit === null ? defaultLimit : Number(limit),
  });
  if (parsed.success) return { ok: true, query: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  };
}

/** Lenient, for pages: a hand-edited address shows what can be understood of it. */
export function readTableQuery(params: URLSearchParams, prefix = ''): TableQuery {
  const strict = decodeTableQuery(params, prefix);
  if (strict.ok) return strict.query;
  const one = (key: string, value: string) => decodeTableQuery(new URLSearchParams([[key, value]]));
  const query: TableQuery = { filters: [], limit: defaultLimit };
  for (const key of ['q', 'sort', 'cursor', 'with', 'limit', 'f']) {
    for (const value of params.getAll(prefix + key)) {
      const part = one(key, value);
      if (!part.ok) continue;
      const { filters, limit, ...rest } = part.query;
      query.filters.push(...filters.slice(0, maximumFilters - query.filters.length));
      if (key === 'limit') query.limit = limit;
      Object.assign(query, Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined)));
    }
  }
  return query;
}

/** What a server lets be asked, field by field. */
export interface TableAbilities {
  filter: Readonly<Record<string, readonly FilterOp[]>>;
  sort: readonly string[];
}

/** The parts of a query that the server does not offer, in words a caller can act on; none means fine. */
export function unsupportedParts(query: TableQuery, abilities: TableAbilities): string[] {
  const filters = query.filters.flatMap(({ field, op }) => {
    const ops = Object.hasOwn(abilities.filter, field) ? abilities.filter[field] : undefined;
    if (!ops) return [`filter on ${field} is not offered`];
    return ops.includes(op) ? [] : [`filter on ${field} does not know ${op}; it knows ${ops.join(', ')}`];
  });
  const sort =
    query.sort && !abilities.sort.includes(query.sort.field)
      ? [`sort by ${query.sort.field} is not offered`]
      : [];
  return [...filters, ...sort];
}

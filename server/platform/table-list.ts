import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import {
  type FilterOp,
  type TableFilter,
  type TablePage,
  type TableQuery,
  unsupportedParts,
} from '#components/ui/data-table/table-query.ts';
import { DomainError } from './errors.ts';
import { type KeysetOrder, type KeysetQuery, keyset } from './keyset.ts';

/** What a table's query becomes in SQL: each noun declares its fields, nothing here knows one. */
export interface TableField {
  kind: 'text' | 'choice' | 'id' | 'number' | 'date';
  sql: SQLWrapper;
  /** Where a field is no plain column (e.g. linked to a flow): the condition for one of the values. */
  oneOf?: (values: string[]) => SQL;
}

export interface TableSort {
  key: SQLWrapper;
  type: KeysetOrder['type'];
}

export interface TableDefinition {
  fields: Record<string, TableField>;
  sorts: Record<string, TableSort>;
  defaultSort: { field: string; desc: boolean };
  id: { key: SQLWrapper; type: KeysetOrder['idType'] };
  search?: (q: string) => SQL;
}

/** Counting stops here: beyond it nobody reads the number. */
export const COUNT_BOUND = 100_000;

const OPS: Record<TableField['kind'], readonly FilterOp[]> = {
  text: ['is', 'not', 'contains', 'starts', 'in', 'empty', 'filled'],
  choice: ['is', 'not', 'in'],
  id: ['is', 'not', 'in', 'empty', 'filled'],
  number: ['is', 'not', 'lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
  date: ['lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
};

export interface TablePlan {
  where: SQL | undefined;
  page: KeysetQuery;
  sort: string;
}

export function planTable(definition: TableDefinition, query: TableQuery): TablePlan {
  const abilities = {
    filter: Object.fromEntries(Object.entries(definition.fields).map(([name, f]) => [name, OPS[f.kind]])),
    sort: Object.keys(definition.sorts),
  };
  const unsupported = unsupportedParts(query, abilities);
  if (unsupported.length > 0) throw refused(unsupported.map((message) => ({ path: 'query', message })));
  const sort = query.sort ?? definition.defaultSort;
  const { key, type } = definition.sorts[sort.field] as TableSort;
  const conditions = query.filters.map((filter) =>
    conditionOf(definition.fields[filter.field] as TableField, filter),
  );
  if (query.q && definition.search) conditions.push(definition.search(query.q));
  return {
    where: conditions.length > 0 ? and(...conditions) : undefined,
    sort: sort.field,
    page: keyset(
      {
        name: sort.field,
        key,
        type,
        id: definition.id.key,
        idType: definition.id.type,
        desc: sort.desc,
      },
      query.cursor,
      query.limit,
    ),
  };
}

export function tablePage<R, T>(
  plan: TablePlan,
  rows: R[],
  total: number,
  keyOf: (row: R) => [string | number | Date, string | number],
  itemOf: (row: R) => T,
): TablePage<T> {
  const { items, next, prev } = plan.page.pageOf(rows, keyOf, itemOf);
  return { rows: items, total, next, prev };
}

function refused(fields: { path: string; message: string }[]): DomainError {
  return new DomainError('input.invalid', 'invalid', {}, fields);
}

function conditionOf(field: TableField, { field: name, op, value }: TableFilter): SQL {
  const values = (Array.isArray(value) ? value : [value]).map((text) => checked(field, name, op, text));
  if (field.oneOf) return membership(field.oneOf, op, values);
  const first = values[0] as string;
  switch (op) {
    case 'empty':
      return field.kind === 'text' ? sql`coalesce(${field.sql}, '') = ''` : sql`${field.sql} is null`;
    case 'filled':
      return field.kind === 'text' ? sql`coalesce(${field.sql}, '') <> ''` : sql`${field.sql} is not null`;
    case 'is':
      return sql`${field.sql} = ${cast(field, first)}`;
    case 'not':
      return sql`${field.sql} is distinct from ${cast(field, first)}`;
    case 'in':
      return sql`${field.sql} in (${sql.join(
        values.map((one) => cast(field, one)),
        sql`, `,
      )})`;
    case 'contains':
      return sql`${field.sql} ilike ${`%${likeText(first)}%`}`;
    case 'starts':
      return sql`${field.sql} ilike ${`${likeText(first)}%`}`;
    case 'between':
      return between(field, values);
    default:
      return sql`${field.sql} ${sql.raw({ lt: '<', lte: '<=', gt: '>', gte: '>=' }[op])} ${cast(field, first)}`;
  }
}

function membership(oneOf: (values: string[]) => SQL, op: FilterOp, values: string[]): SQL {
  if (op === 'empty') return sql`not (${oneOf([])})`;
  if (op === 'filled') return oneOf([]);
  return op === 'not' ? sql`not (${oneOf(values)})` : oneOf(values);
}

function between(field: TableField, [from, to]: string[]): SQL {
  const parts = [
    from ? sql`${field.sql} >= ${cast(field, from)}` : undefined,
    to ? sql`${field.sql} <= ${cast(field, to)}` : undefined,
  ];
  return and(...parts) ?? sql`true`;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function checked(field: TableField, name: string, op: FilterOp, text: string): string {
  if (op === 'empty' || op === 'filled' || (op === 'between' && text === '')) return text;
  const fits = {
    text: () => !text.includes('\0'),
    choice: () => !text.includes('\0'),
    id: () => GUID.test(text),
    number: () => /^-?\d{1,15}(\.\d{1,15})?$/.test(text),
    date: () => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)),
  }[field.kind];
  if (!fits()) throw refused([{ path: name, message: `"${text.slice(0, 60)}" is not a ${field.kind}` }]);
  return text;
}

function cast(field: TableField, text: string): SQL {
  if (field.kind === 'date') return sql`${new Date(text).toISOString()}::timestamptz`;
  if (field.kind === 'number') return sql`${text}::text::double precision`;
  if (field.kind === 'id') return sql`${text}::text::uuid`;
  return sql`${text}::text`;
}

/** Text for LIKE with its wildcards taken literally. */
export function likeText(text: string): string {
  return text.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&');
}

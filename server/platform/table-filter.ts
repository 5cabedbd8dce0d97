import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { FilterOp, TableFilter } from '#components/ui/data-table/table-query.ts';
import { invalidInput } from './errors.ts';
import { contains, startsWith } from './text-match.ts';

/** A filter of a table's query as a condition. */
export type TableField = ColumnField | MembershipField;

interface ColumnField {
  kind: 'text' | 'choice' | 'id' | 'number' | 'date';
  sql: SQLWrapper;
}

/** What a row may have several of (its tags, the flows it is linked to). */
interface MembershipField {
  kind: 'choice' | 'id';
  /** Has one of these; without values: has any. */
  oneOf: (values: string[]) => SQL;
}

export const FILTER_OPS: Record<TableField['kind'], readonly FilterOp[]> = {
  text: ['is', 'not', 'contains', 'starts', 'in', 'empty', 'filled'],
  choice: ['is', 'not', 'in'],
  id: ['is', 'not', 'in', 'empty', 'filled'],
  number: ['is', 'not', 'lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
  date: ['lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
};

export function conditionOf(field: TableField, { field: name, op, value }: TableFilter): SQL {
  const values = (Array.isArray(value) ? value : [value]).map((text) => checked(field, name, op, text));
  if ('oneOf' in field) return membership(field.oneOf, op, values);
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
      return contains(field.sql, first);
    case 'starts':
      return startsWith(field.sql, first);
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

function between(field: ColumnField, [from, to]: string[]): SQL {
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
  if (!fits()) throw invalidInput([{ path: name, message: `"${text.slice(0, 60)}" is not a ${field.kind}` }]);
  return text;
}

function cast(field: ColumnField, text: string): SQL {
  if (field.kind === 'date') return sql`${new Date(text).toISOString()}::timestamptz`;
  if (field.kind === 'number') return sql`${text}::text::double precision`;
  if (field.kind === 'id') return sql`${text}::text::uuid`;
  return sql`${text}::text`;
}

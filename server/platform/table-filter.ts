import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { FilterOp, TableFilter } from '#components/ui/data-table/table-query.ts';
import { DomainError, invalidInput } from './errors.ts';
import { contains, holdsText, startsWith } from './text-match.ts';

/** A filter of a table's query as a condition. */
export type TableField = (ColumnField | LinesField | MembershipField | ValueField) & {
  /** No index knows of it: the rows that have it are looked for along the order (`table-walk.ts`). */
  along?: true;
};

interface ColumnField {
  kind: 'text' | 'choice' | 'id' | 'number' | 'date';
  sql: SQLWrapper;
  /** Of numbers: none has a fraction (bigint), and an index on them is to answer. */
  whole?: true;
  /** Of what an index holds with something in place of what is missing: that it is missing. */
  none?: SQL;
  written?: WrittenForm;
  /** Of what lasts, its end, while `sql` is its beginning: what is after and before is asked of some part of it. */
  end?: SQLWrapper;
}

/** How what people write or paste of an identifier is stored; of lines but for its case. */
export interface WrittenForm {
  /** null: it can be none. */
  whole: (text: string) => string | null;
  /** Of a piece of one, which any text may be. */
  part: (text: string) => string;
}

/** Of which a row may have several (its identifiers), each on a line of one text in lower case. */
interface LinesField {
  kind: 'text';
  lines: SQL;
  /** That it has none. */
  none: SQL;
  written: WrittenForm;
}

/** What a device told: a number or a text, with the operators of both. */
interface ValueField {
  kind: 'value';
  number: SQLWrapper;
  text: SQLWrapper;
  /** Of which a row may have several: that one of them meets a condition. */
  among?: (one: SQL) => SQL;
}

/** What a row may have several of (its tags, the flows it is linked to). */
interface MembershipField {
  /** `labels`: whatever somebody wrote, and it may have none. */
  kind: 'choice' | 'id' | 'labels';
  /** Has one of these; without values: has any. */
  oneOf: (values: string[]) => SQL;
  /** The same asked row by row, where the planner would put all that have it together first. */
  rowByRow?: (values: string[]) => SQL;
}

export const FILTER_OPS: Record<TableField['kind'], readonly FilterOp[]> = {
  text: ['is', 'not', 'contains', 'starts', 'in', 'empty', 'filled'],
  choice: ['is', 'not', 'in'],
  labels: ['is', 'not', 'in', 'empty', 'filled'],
  id: ['is', 'not', 'in', 'empty', 'filled'],
  number: ['is', 'not', 'lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
  value: ['is', 'not', 'contains', 'starts', 'in', 'lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
  date: ['lt', 'lte', 'gt', 'gte', 'between', 'empty', 'filled'],
};

/** The filter with its values as they are stored; what can be none of them is said, not looked for. */
export function filterAsStored(field: TableField, filter: TableFilter): TableFilter {
  const { op, value } = filter;
  if (!('written' in field) || !field.written || op === 'empty' || op === 'filled') return filter;
  const { whole, part } = field.written;
  const stored = (text: string): string => {
    if (op === 'contains' || op === 'starts') return part(text);
    const found = whole(text);
    if (found === null)
      throw new DomainError('tables.no-identifier', 'invalid', {
        field: filter.field,
        text: text.slice(0, 60),
      });
    return found;
  };
  return { ...filter, value: Array.isArray(value) ? value.map(stored) : stored(value) };
}

export function conditionOf(field: TableField, { field: name, op, value }: TableFilter): SQL {
  const values = (Array.isArray(value) ? value : [value]).map((text) => checked(field, name, op, text));
  if ('lines' in field) return linesCondition(field, op, values);
  if ('oneOf' in field) return membership(field.oneOf, op, values);
  if (field.kind === 'value') return valueCondition(field, op, values);
  if (field.none) return orMissing(field, field.none, op, values);
  return columnCondition(field, op, values);
}

/** The condition as it is asked of row after row of an order. */
export function conditionAlong(field: TableField, filter: TableFilter): SQL {
  if (!('rowByRow' in field) || !field.rowByRow) return conditionOf(field, filter);
  return conditionOf({ kind: field.kind, oneOf: field.rowByRow }, filter);
}

function columnCondition(field: ColumnField, op: FilterOp, values: string[]): SQL {
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
      return sql`${edge(field, op)} ${sql.raw({ lt: '<', lte: '<=', gt: '>', gte: '>=' }[op])} ${bound(field, op, first)}`;
  }
}

const edge = ({ sql: begin, end = begin }: ColumnField, op: FilterOp) =>
  op === 'gt' || op === 'gte' ? end : begin;

function orMissing(field: ColumnField, none: SQL, op: FilterOp, values: string[]): SQL {
  if (op === 'empty') return none;
  if (op === 'filled') return sql`not (${none})`;
  if (op === 'not') return sql`(${columnCondition(field, op, values)} or ${none})`;
  return sql`(${columnCondition(field, op, values)} and not (${none}))`;
}

const LINE = '\n';

function linesCondition({ lines, none }: LinesField, op: FilterOp, values: string[]): SQL {
  const [first = ''] = values;
  if (op === 'empty') return none;
  if (op === 'filled') return sql`not (${none})`;
  if (op === 'contains') return holdsText(lines, first);
  if (op === 'starts') return holdsText(sql`(chr(10) || ${lines})`, `${LINE}${first}`);
  const whole = values.map((value) =>
    holdsText(sql`(chr(10) || ${lines} || chr(10))`, `${LINE}${value}${LINE}`),
  );
  const any = sql`(${sql.join(whole, sql` or `)})`;
  return op === 'not' ? sql`not ${any}` : any;
}

/** A text that reads as a number is also that number, however it is written. */
function valueCondition(field: ValueField, op: FilterOp, values: string[]): SQL {
  const { among = (one: SQL) => one } = field;
  if (op === 'not') return sql`not ${among(valueMeets(field, 'is', values))}`;
  if (op === 'empty') return sql`not ${among(valueMeets(field, 'filled', values))}`;
  return among(valueMeets(field, op, values));
}

function valueMeets({ number, text }: ValueField, op: FilterOp, values: string[]): SQL {
  const asNumber: ColumnField = { kind: 'number', sql: number };
  const asText: ColumnField = { kind: 'text', sql: text };
  if (op === 'filled') return sql`(${text} is not null)`;
  if (op === 'contains' || op === 'starts') return columnCondition(asText, op, values);
  if (op !== 'is' && op !== 'in') return columnCondition(asNumber, op, values);
  const same = values.map((value) =>
    NUMBER.test(value)
      ? sql`(${columnCondition(asText, 'is', [value])} or ${columnCondition(asNumber, 'is', [value])})`
      : columnCondition(asText, 'is', [value]),
  );
  return sql`coalesce(${sql.join(same, sql` or `)}, false)`;
}

function membership(oneOf: (values: string[]) => SQL, op: FilterOp, values: string[]): SQL {
  if (op === 'empty') return sql`not (${oneOf([])})`;
  if (op === 'filled') return oneOf([]);
  return op === 'not' ? sql`not (${oneOf(values)})` : oneOf(values);
}

function between(field: ColumnField, [from, to]: string[]): SQL {
  const parts = [
    from ? sql`${edge(field, 'gte')} >= ${bound(field, 'gte', from)}` : undefined,
    to ? sql`${field.sql} <= ${bound(field, 'lte', to)}` : undefined,
  ];
  return and(...parts) ?? sql`true`;
}

const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;
const NUMERIC_OPS: readonly FilterOp[] = ['lt', 'lte', 'gt', 'gte', 'between'];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function checked(field: TableField, name: string, op: FilterOp, text: string): string {
  if (op === 'empty' || op === 'filled' || (op === 'between' && text === '')) return text;
  const fits = {
    text: () => !text.includes('\0'),
    choice: () => !text.includes('\0'),
    labels: () => !text.includes('\0'),
    id: () => GUID.test(text),
    number: () => NUMBER.test(text),
    value: () => (NUMERIC_OPS.includes(op) ? NUMBER.test(text) : !text.includes('\0')),
    date: () => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)),
  }[field.kind];
  if (!fits()) throw invalidInput([{ path: name, message: `"${text.slice(0, 60)}" is not a ${field.kind}` }]);
  return text;
}

/** Whole numbers are compared with one, or no index on them answers: the next that the comparison lets through or not. */
function bound(field: ColumnField, op: 'lt' | 'lte' | 'gt' | 'gte', text: string): SQL {
  if (!field.whole) return cast(field, text);
  const next = op === 'lt' || op === 'gte' ? Math.ceil(Number(text)) : Math.floor(Number(text));
  return sql`${String(next)}::text::bigint`;
}

function cast(field: ColumnField, text: string): SQL {
  if (field.kind === 'date') return sql`${new Date(text).toISOString()}::timestamptz`;
  if (field.kind === 'number') return sql`${text}::text::double precision`;
  if (field.kind === 'id') return sql`${text}::text::uuid`;
  return sql`${text}::text`;
}

import { type AnyColumn, type SQL, sql } from 'drizzle-orm';

/** A column with its table's name: inside a sub-select of a query on one table drizzle leaves the name off, and the inner table's column of that name answers. */
export function outer(column: AnyColumn): SQL {
  return sql`${column.table}.${sql.identifier(column.name)}`;
}

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** What people type is looked for as it stands: upper and lower case alike, the wildcards of LIKE as themselves. */
export function contains(column: SQLWrapper, text: string): SQL {
  return sql`${column} ilike ${`%${literal(text)}%`}`;
}

export function startsWith(column: SQLWrapper, text: string): SQL {
  return sql`${column} ilike ${`${literal(text)}%`}`;
}

export function anyContains(columns: readonly SQLWrapper[], text: string): SQL {
  const matches = columns.map((column) => contains(column, text));
  return sql`(${sql.join(matches, sql` or `)})`;
}

function literal(text: string): string {
  return text.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&');
}

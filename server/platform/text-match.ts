import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * What people type is looked for as it stands, upper and lower case alike. Not by LIKE: under row-level security no index
 * answers it, and the planner, not allowed to look into its statistics for it, takes every match for rare and reads and
 * sorts everything; of these functions it expects that a third fits, and goes along the order until the page is full.
 */
export function contains(column: SQLWrapper, text: string): SQL {
  return sql`strpos(lower(${column}), lower(${plain(text)}::text)) > 0`;
}

export function startsWith(column: SQLWrapper, text: string): SQL {
  return sql`strpos(lower(${column}), lower(${plain(text)}::text)) = 1`;
}

/** The same of a column that is in lower case already. */
export function holdsText(column: SQLWrapper, text: string): SQL {
  return sql`strpos(${column}, lower(${plain(text)}::text)) > 0`;
}

/** For LIKE where an index does answer it: the wildcards as themselves. */
export function likePattern(text: string): SQL {
  return sql`'%' || lower(${plain(text).replace(/[\\%_]/g, '\\$&')}::text) || '%'`;
}

export function anyContains(columns: readonly SQLWrapper[], text: string): SQL {
  const matches = columns.map((column) => contains(column, text));
  return sql`(${sql.join(matches, sql` or `)})`;
}

const plain = (text: string) => text.replaceAll('\0', '');

import { and, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { likeText } from './table-list.ts';

interface Times {
  createdBefore?: string | undefined;
  createdSince?: string | undefined;
  modifiedBefore?: string | undefined;
  modifiedSince?: string | undefined;
}

/** createdSince and modifiedSince include their moment, the others do not. */
export function timesWithin(created: SQLWrapper, modified: SQLWrapper, times: Times): SQL | undefined {
  const at = (text: string) => sql`${new Date(text).toISOString()}::timestamptz`;
  return and(
    times.createdBefore ? sql`${created} < ${at(times.createdBefore)}` : undefined,
    times.createdSince ? sql`${created} >= ${at(times.createdSince)}` : undefined,
    times.modifiedBefore ? sql`${modified} < ${at(times.modifiedBefore)}` : undefined,
    times.modifiedSince ? sql`${modified} >= ${at(times.modifiedSince)}` : undefined,
  );
}

export function holdsText(q: string | undefined, ...columns: SQLWrapper[]): SQL | undefined {
  if (q === undefined) return undefined;
  const pattern = `%${likeText(q)}%`;
  return sql`(${sql.join(
    columns.map((column) => sql`${column} ilike ${pattern}`),
    sql` or `,
  )})`;
}

/** `clientId` names an owner: of somebody else's things nothing is owned. */
export function ownedBy(customerId: string, clientId: string | undefined): SQL | undefined {
  return clientId === undefined || clientId === customerId ? undefined : sql`false`;
}

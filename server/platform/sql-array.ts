import { type SQL, sql } from 'drizzle-orm';

/** Values as a Postgres array, a parameter each; none is an empty array of the type. */
export function arrayOf(
  values: readonly (string | number)[],
  type: 'uuid' | 'text' | 'bigint' | 'timestamptz',
): SQL {
  const parameters = values.map((value) => sql`${value}`);
  return sql`array[${sql.join(parameters, sql`, `)}]::${sql.raw(type)}[]`;
}

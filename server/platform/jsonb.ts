import { type SQL, sql } from 'drizzle-orm';
import { postgresJson } from './postgres-json.ts';

/**
 * Many rows as one parameter, which Postgres takes apart (`jsonb_to_recordset`): a parameter for every value costs more
 * than the insert, and gives every number of rows a statement of its own.
 */
export const jsonb = (value: unknown): SQL => sql`${postgresJson(value)}::jsonb`;

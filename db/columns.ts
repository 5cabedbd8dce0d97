import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The customer that owns the platform's own rows (catalogue of device types, built-in decoders). */
export const PLATFORM_CUSTOMER_ID = '00000000-0000-0000-0000-000000000001';

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const idColumn = () => uuid('id').primaryKey().defaultRandom();

export const createdAtColumn = () => instant('created_at').notNull().defaultNow();

export const timestampColumns = () => ({
  createdAt: createdAtColumn(),
  modifiedAt: instant('modified_at').notNull().defaultNow(),
});

/** Ids of rows that come by the million: ordered by acceptance, 8 bytes. Below 2^53 for 285 years at a million a second. */
export const bigId = (name: string) => bigint(name, { mode: 'number' });

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** A reference may point at the customer's own row or at the platform's, never at another customer's. */
export const ownOrPlatform = (customerId: AnyPgColumn, owner: AnyPgColumn) =>
  sql`${owner} = ${customerId} or ${owner} = '${sql.raw(PLATFORM_CUSTOMER_ID)}'`;

/** Exactly one of them has a value. */
export const oneOf = (...columns: AnyPgColumn[]) => sql`num_nonnulls(${sql.join(columns, sql`, `)}) = 1`;

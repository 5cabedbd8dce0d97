import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Postgres takes 8,000 bytes; an id is 39 with its quotes and comma. */
const IDS_A_HINT = 150;

/**
 * For use cases that change how devices stand elsewhere (at a network server, at a SIM platform): once their transaction
 * is there for others, pages that show one of these read again.
 */
export async function hintDevices(tx: Tx, scope: TenantScope, deviceIds: readonly string[]): Promise<void> {
  for (let at = 0; at < deviceIds.length; at += IDS_A_HINT)
    await tx.execute(sql`select pg_notify('live', json_build_object('customerId', ${scope.customerId}::text,
      'deviceIds', ${arrayOf(deviceIds.slice(at, at + IDS_A_HINT), 'text')})::text)`);
}

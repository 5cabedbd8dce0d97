import { sql } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';

/** Of a fleet of any size these are looked at: some of each type, and those that were changed last. */
const DEVICES_A_TYPE = 200;
const LATEST = 500;
const TAGS = 50;

/** Tags that the customer's devices have, to choose from, those of most devices first. */
export async function selectTags(tx: Tx, scope: TenantScope, q: string | undefined): Promise<string[]> {
  const customer = sql`${scope.customerId}::uuid`;
  const rows = await tx.execute<{ tag: string }>(sql`
    select told.tag from (
      select sample.id, sample.tags from ${deviceTypes} t
      cross join lateral (select d.id, d.tags from ${devices} d where d.customer_id = ${customer} and d.device_type_id = t.id
        order by d.name, d.id limit ${DEVICES_A_TYPE}) sample
      union (select d.id, d.tags from ${devices} d where d.customer_id = ${customer}
        order by d.modified_at desc, d.id desc limit ${LATEST})) those
    cross join lateral unnest(those.tags) told(tag)
    ${q === undefined ? sql`` : sql`where ${contains(sql`told.tag`, q)}`}
    group by told.tag order by count(*) desc, told.tag limit ${TAGS}`);
  return [...rows].map(({ tag }) => tag);
}

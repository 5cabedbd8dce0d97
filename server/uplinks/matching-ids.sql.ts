import { sql } from 'drizzle-orm';
import { type MatchQuery, maximumLimit } from '#components/ui/data-table/table-query.ts';
import { decodingFailures, uplinks } from '#db/schema/uplinks.ts';
import { DECODED_KINDS } from '#server/pipeline/accept/message.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { planTable, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { uplinkTable } from './list.sql.ts';

type Row = typeof uplinkTable extends TableDefinition<infer R> ? R : never;

/** Messages of any device, by what the device belongs to and by the decoder that could make nothing of them. */
const ofAnyDevice: TableDefinition<Row> = {
  ...uplinkTable,
  fields: {
    ...uplinkTable.fields,
    device: { kind: 'id', sql: uplinks.deviceId },
    deviceType: {
      kind: 'id',
      oneOf: (ids) =>
        sql`${uplinks.deviceId} in (select id from devices where device_type_id = any(${arrayOf(ids, 'uuid')}))`,
    },
    project: {
      kind: 'id',
      oneOf: (ids) =>
        sql`${uplinks.deviceId} in (select id from devices where project_id = any(${arrayOf(ids, 'uuid')}))`,
    },
    flow: {
      kind: 'id',
      oneOf: (ids) =>
        sql`${uplinks.deviceId} in (select device_id from flow_devices where flow_id = any(${arrayOf(ids, 'uuid')}))`,
    },
    failedDecoder: {
      kind: 'id',
      oneOf: (ids) =>
        sql`${uplinks.id} in (select ${decodingFailures.uplinkId} from ${decodingFailures}
          where ${decodingFailures.decoderId} = any(${arrayOf(ids, 'uuid')}))`,
    },
  },
};

/** Ids of all messages that decoders have to do with and a query matches, at most `bound`, in the order of acceptance. */
export async function selectMatchingUplinkIds(
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> {
  const { where = sql`true` } = await planTable(tx, ofAnyDevice, { ...match, limit: maximumLimit });
  const rows = await tx.execute<{ id: string }>(sql`
    select ${uplinks.id}::text as id from ${uplinks}
    where ${uplinks.customerId} = ${scope.customerId}::uuid and ${uplinks.kind} = any(${arrayOf(DECODED_KINDS, 'text')})
      and ${where}
    order by ${uplinks.id} limit ${bound}`);
  return rows.map(({ id }) => id);
}

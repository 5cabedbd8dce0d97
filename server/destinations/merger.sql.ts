import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { MergerChoices, MergerRoute } from './merger-contract.ts';

export async function selectMergerChoices(
  tx: Tx,
  scope: TenantScope,
  destinationId: string,
  named: readonly string[],
): Promise<MergerChoices> {
  const customer = sql`${scope.customerId}::uuid`;
  const routes = await tx.execute<MergerRoute & Record<string, unknown>>(sql`
    select json_build_object('id', f.id, 'name', f.name) as flow, json_build_object('id', t.id, 'name', t.name) as "deviceType",
      (select count(*)::int from flow_devices fv join devices v on v.id = fv.device_id
        where fv.flow_id = f.id and v.device_type_id = t.id) as devices,
      array_agg(fc.decoder_id order by fc.created_at, fc.decoder_id) as "decoderIds"
    from flow_destinations fx join flows f on f.id = fx.flow_id
    join flow_decoders fc on fc.flow_id = f.id
    join device_types t on t.id = fc.device_type_id
    where fx.customer_id = ${customer} and fx.destination_id = ${destinationId}::uuid
    group by f.id, f.name, t.id, t.name
    order by t.name, f.name`);
  const ids = [...new Set([...routes.flatMap(({ decoderIds }) => decoderIds), ...named])];
  return { decoders: await selectDecoderNames(tx, ids), routes: [...routes] };
}

/** Of those that the customer may use; the others are left out. */
export async function selectDecoderNames(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from decoders where id = any(${arrayOf(ids, 'uuid')}) order by name, id`,
  );
  return [...rows];
}

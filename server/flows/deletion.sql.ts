import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FlowDeletion } from './contract.ts';

/** Named at most. */
const NAMED = 5;

/** What no other flow does once this one is gone. Devices are counted only where it has a destination to lose. */
export async function selectFlowDeletion(tx: Tx, scope: TenantScope, id: string): Promise<FlowDeletion> {
  const [flow, customer] = [sql`${id}::uuid`, sql`${scope.customerId}::uuid`];
  const devices = await tx.execute<{ name: string; total: number }>(sql`
    select d.name, count(*) over ()::int as total
    from flow_devices fd join devices d on d.id = fd.device_id
    where fd.customer_id = ${customer} and fd.flow_id = ${flow}
      and exists (select from flow_destinations x where x.flow_id = ${flow})
      and not exists (select from flow_devices o join flow_destinations x on x.flow_id = o.flow_id
        where o.device_id = fd.device_id and o.flow_id <> ${flow})
    order by d.name limit ${NAMED}`);
  const destinations = await tx.execute<{ id: string }>(sql`
    select x.destination_id as id from flow_destinations x
    where x.customer_id = ${customer} and x.flow_id = ${flow}
      and not exists (select from flow_destinations o where o.destination_id = x.destination_id and o.flow_id <> ${flow})`);
  const decoders = await tx.execute<{ name: string; total: number }>(sql`
    select k.name, count(*) over ()::int as total from decoders k
    where k.id in (select decoder_id from flow_decoders where customer_id = ${customer} and flow_id = ${flow})
      and not exists (select from flow_decoders o where o.customer_id = ${customer} and o.decoder_id = k.id and o.flow_id <> ${flow})
    order by k.name limit ${NAMED}`);
  const counted = (rows: readonly { name: string; total: number }[]) => ({
    count: rows[0]?.total ?? 0,
    names: rows.map((row) => row.name),
  });
  return {
    devices: counted(devices),
    destinationIds: destinations.map((row) => row.id),
    decoders: counted(decoders),
  };
}

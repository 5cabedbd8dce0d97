import { and, inArray, sql } from 'drizzle-orm';
import { loraConnections } from '#db/schema/lora-networks.ts';
import type { Network } from '#server/device-types/contract.ts';
import { urnOfAdapter } from '#server/devices/rules.ts';
import { canSendThrough } from '#server/lora-networks/connection-api.ts';
import { usableBy } from '#server/lora-networks/repository.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { OfferFacts } from './rules.ts';

export interface OfferedDevice {
  id: string;
  name: string;
  identifier: string | null;
  facts: OfferFacts;
}

/** What decides what devices can be sent, of many at a time; those that are no device of the customer are left out. */
export async function selectOfferedDevices(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
): Promise<Map<string, OfferedDevice>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<Row & Record<string, unknown>>(sql`
    with d as materialized (
      select * from devices where customer_id = ${scope.customerId}::uuid
        and id = any(array(select value::uuid from jsonb_array_elements_text(${jsonb(ids)}))))
    select d.id, d.name, d.identifier, d.status = 'ACTIVE' as "isActive", t.category = 'managed' as "isManaged",
      exists (select from flow_devices f where f.customer_id = d.customer_id and f.device_id = d.id) as "isInFlow",
      exists (select from device_secrets s where s.customer_id = d.customer_id and s.device_id = d.id) as "hasSecret",
      exists (select from mqtt_bindings m where m.customer_id = d.customer_id and m.device_id = d.id) as "hasMqtt",
      a.last_spreading_factor as "spreadingFactor", r.connection_id as "connectionId",
      coalesce((select json_agg(json_build_object('network', n.network, 'identifier', n.identifier) order by n.network)
        from network_adapters n where n.customer_id = d.customer_id and n.device_id = d.id), '[]'::json) as adapters,
      (select count(*)::int from downlinks w
        where w.customer_id = d.customer_id and w.device_id = d.id and w.state = 'PENDING') as pending
    from d
    join device_types t on t.id = d.device_type_id
    left join device_activity a on a.customer_id = d.customer_id and a.device_id = d.id
    left join lora_registrations r on r.customer_id = d.customer_id and r.device_id = d.id and r.present = 'ACTIVE'`);
  const connections = await selectSenders(
    tx,
    scope,
    rows.flatMap(({ connectionId }) => connectionId ?? []),
  );
  return new Map(
    rows.map(({ id, name, identifier, adapters, connectionId, ...facts }) => [
      id,
      {
        id,
        name,
        identifier,
        facts: {
          ...facts,
          adapters: adapters.map((one) => ({
            network: one.network,
            urn: urnOfAdapter(one.network, one.identifier),
          })),
          connection: connections.get(connectionId ?? '') ?? null,
        },
      },
    ]),
  );
}

interface Row extends Omit<OfferFacts, 'adapters' | 'connection'> {
  id: string;
  name: string;
  identifier: string | null;
  adapters: { network: Network; identifier: string }[];
  connectionId: string | null;
}

async function selectSenders(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
): Promise<Map<string, OfferFacts['connection']>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: loraConnections.id,
      name: loraConnections.name,
      provider: loraConnections.provider,
      plans: loraConnections.plans,
      status: loraConnections.status,
    })
    .from(loraConnections)
    .where(and(usableBy(scope), inArray(loraConnections.id, [...new Set(ids)])));
  return new Map(rows.map((row) => [row.id, { id: row.id, name: row.name, ...canSendThrough(row) }]));
}

import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { PublishReview, ScriptOwner } from './contract.ts';

type Touches = PublishReview['touches'];

const NOTHING: Touches = { devices: 0, deviceTypes: [], flows: [], destinations: [] };

/** Who gets what a version makes: of decoders and encoders by the flows that have them on. */
export async function selectTouches(tx: Tx, scope: TenantScope, owner: ScriptOwner): Promise<Touches> {
  if (owner.kind === 'format') return NOTHING;
  const links = owner.kind === 'decoder' ? sql`flow_decoders` : sql`flow_encoders`;
  const column = owner.kind === 'decoder' ? sql`decoder_id` : sql`encoder_id`;
  const customer = sql`${scope.customerId}::uuid`;
  const [row] = await tx.execute<{
    devices: number;
    types: Touches['deviceTypes'] | null;
    flows: Touches['flows'] | null;
    destinations: Touches['destinations'] | null;
  }>(sql`
    with links as (
      select distinct flow_id, device_type_id from ${links} where customer_id = ${customer} and ${column} = ${owner.id}::uuid
    ), touched as (
      select distinct d.id, d.device_type_id from links l
      join flow_devices fd on fd.flow_id = l.flow_id
      join devices d on d.id = fd.device_id and d.device_type_id = l.device_type_id
      where d.customer_id = ${customer}
    )
    select (select count(*)::int from touched) as devices,
      (select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name) from device_types t
        where t.id in (select device_type_id from links)) as types,
      (select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name) from flows f
        where f.customer_id = ${customer} and f.id in (select flow_id from links)) as flows,
      (select json_agg(json_build_object('id', d.id, 'name', d.name) order by d.name) from destinations d
        where d.customer_id = ${customer} and d.id in (
          select destination_id from flow_destinations where flow_id in (select flow_id from links))) as destinations`);
  return {
    devices: row?.devices ?? 0,
    deviceTypes: row?.types ?? [],
    flows: row?.flows ?? [],
    destinations: owner.kind === 'decoder' ? (row?.destinations ?? []) : [],
  };
}

/** The newest messages of the devices whose messages go through a decoder, few of each. */
export async function selectNewest(
  tx: Tx,
  scope: TenantScope,
  decoderId: string,
): Promise<{ id: number; deviceName: string; at: Date }[]> {
  const customer = sql`${scope.customerId}::uuid`;
  const rows = await tx.execute<{ id: number; name: string; at: string }>(sql`
    select u.id::float8 as id, d.name, u.received_at as at from (
      select distinct d.id, d.name, a.last_message_at from devices d
      join device_activity a on a.device_id = d.id
      join flow_devices fd on fd.device_id = d.id
      join flow_decoders fc on fc.flow_id = fd.flow_id and fc.device_type_id = d.device_type_id
      where d.customer_id = ${customer} and fc.customer_id = ${customer} and fc.decoder_id = ${decoderId}::uuid
        and a.last_message_at is not null
      order by a.last_message_at desc limit ${DEVICES}
    ) d cross join lateral (
      select id, received_at from uplinks where customer_id = ${customer} and device_id = d.id
        and kind in ('lora.uplink', 'lora.location', 'digitalmatter.record') and received_at > now() - interval '31 days'
      order by received_at desc limit ${MESSAGES_EACH}
    ) u order by u.received_at desc`);
  return rows.map(({ id, name, at }) => ({ id, deviceName: name, at: new Date(at) }));
}

const DEVICES = 25;
const MESSAGES_EACH = 4;

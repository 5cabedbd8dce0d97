import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { Asked } from './encoder-facts.sql.ts';

/** What is known of flows for their warnings and their graph: each question one statement, whatever the number of flows. */

export function selectTypes(tx: Tx, { customer, flows, device }: Asked) {
  return tx.execute<{
    flow_id: string;
    type_id: string;
    name: string;
    category: 'managed' | 'own';
    networks: string[];
    devices: number;
    deactivated: number;
  }>(sql`
    select fd.flow_id, dt.id as type_id, dt.name, dt.category, dt.networks, count(*)::int as devices,
           count(*) filter (where d.status = 'DEACTIVATED')::int as deactivated
    from flow_devices fd join devices d on d.id = fd.device_id join device_types dt on dt.id = d.device_type_id
    where fd.customer_id = ${customer} and fd.flow_id = any(${flows}) ${device}
    group by fd.flow_id, dt.id order by dt.name`);
}

export function selectEnabled(tx: Tx, { customer, flows }: Asked) {
  return tx.execute<{ flow_id: string; type_id: string; decoder_id: string }>(sql`
    select flow_id, device_type_id as type_id, decoder_id from flow_decoders
    where customer_id = ${customer} and flow_id = any(${flows})`);
}

/** Scripts of these flows that the platform stopped, as long as the version it stopped is the one that would run. */
export function selectSuspended(tx: Tx, { customer, flows }: Asked) {
  return tx.execute<{ id: string }>(sql`
    select d.id from decoder_suspensions s join decoders d on d.id = s.decoder_id
    where s.customer_id = ${customer} and s.decoder_version_id = d.current_version_id
      and d.id in (select decoder_id from flow_decoders where customer_id = ${customer} and flow_id = any(${flows}))`);
}

/** Failures of the last hour and the newest of the last day. */
export function selectFailures(tx: Tx, { customer, flows, device }: Asked) {
  return tx.execute<{
    flow_id: string;
    type_id: string;
    decoder_id: string;
    last_hour: number;
    at: string;
    uplink_id: number;
    device_id: string;
    error: { message?: string; line?: number | null };
  }>(sql`
    select distinct on (fd.flow_id, d.device_type_id, f.decoder_id)
           fd.flow_id, d.device_type_id as type_id, f.decoder_id, f.received_at as at, f.uplink_id::float8 as uplink_id, f.device_id, f.error,
           count(*) filter (where f.received_at > now() - interval '1 hour')
             over (partition by fd.flow_id, d.device_type_id, f.decoder_id)::int as last_hour
    from decoding_failures f
    join flow_devices fd on fd.device_id = f.device_id and fd.flow_id = any(${flows})
    join devices d on d.id = fd.device_id
    join flow_decoders fc on fc.flow_id = fd.flow_id and fc.device_type_id = d.device_type_id and fc.decoder_id = f.decoder_id
    where f.customer_id = ${customer} and f.received_at > now() - interval '24 hours' ${device}
    order by fd.flow_id, d.device_type_id, f.decoder_id, f.received_at desc`);
}

/** Messages of the last hour by type (decoder_id null) and packs by type and decoder. */
export function selectMessages(tx: Tx, { customer, flows, device }: Asked) {
  return tx.execute<{
    flow_id: string;
    type_id: string;
    decoder_id: string | null;
    messages: number;
    newest: number;
  }>(sql`
    select fd.flow_id, d.device_type_id as type_id, p.decoder_id, count(distinct u.id)::int as messages,
           extract(epoch from max(u.received_at))::float8 * 1000 as newest
    from flow_devices fd
    join devices d on d.id = fd.device_id
    join uplinks u on u.device_id = d.id and u.customer_id = ${customer} and u.received_at > now() - interval '1 hour'
    left join packs p on p.uplink_id = u.id and p.received_at = u.received_at
    where fd.customer_id = ${customer} and fd.flow_id = any(${flows}) ${device}
    group by grouping sets ((fd.flow_id, d.device_type_id), (fd.flow_id, d.device_type_id, p.decoder_id))
    having grouping(p.decoder_id) = 1 or p.decoder_id is not null`);
}

export function selectDestinations(tx: Tx, { customer, flows }: Asked) {
  return tx.execute<{
    flow_id: string;
    id: string;
    name: string;
    kind: string;
    status: 'active' | 'paused' | 'suspended';
    failures_in_a_row: number;
    failing_since: string | null;
    last_error: string | null;
    backlog: number;
    merger: unknown;
    merged: { id: string; name: string }[] | null;
  }>(sql`
    select fx.flow_id, x.id, x.name, x.kind, x.status, x.failures_in_a_row, x.failing_since, x.last_error,
           (select count(*)::int from (select from delivery_queue q where q.destination_id = x.id and q.flow_id = fx.flow_id limit 100000) b) as backlog,
           x.merger,
           (select json_agg(json_build_object('id', k.id, 'name', k.name) order by k.name) from decoders k
            where (x.merger -> 'decoderIds') ? k.id::text) as merged
    from flow_destinations fx join destinations x on x.id = fx.destination_id
    where fx.customer_id = ${customer} and fx.flow_id = any(${flows})
    order by x.name`);
}

export function selectDelivered(tx: Tx, { customer, flows }: Asked, deviceId?: string) {
  const device = deviceId ? sql`and r.device_id = ${deviceId}::uuid` : sql``;
  return tx.execute<{
    flow_id: string;
    destination_id: string;
    decoder_id: string | null;
    delivered: number;
    /** Went along with what another decoder made. */
    merged: number;
    failed: number;
    newest: number;
  }>(sql`
    select r.flow_id, r.destination_id, p.decoder_id,
           extract(epoch from max(r.finished_at))::float8 * 1000 as newest,
           count(*) filter (where r.state = 'delivered')::int as delivered,
           count(*) filter (where r.state = 'merged')::int as merged,
           count(*) filter (where r.state = 'failed')::int as failed
    from flow_destinations fx
    join deliveries r on r.destination_id = fx.destination_id and r.flow_id = fx.flow_id
      and r.finished_at > now() - interval '1 hour'
    left join packs p on p.id = r.pack_id and p.received_at = r.received_at
    where fx.customer_id = ${customer} and r.customer_id = ${customer} and fx.flow_id = any(${flows}) ${device}
    group by r.flow_id, r.destination_id, p.decoder_id`);
}

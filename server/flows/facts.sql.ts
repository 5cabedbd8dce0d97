import { type SQL, sql } from 'drizzle-orm';
import { selectOfferedDecoders } from '#server/device-types/repository.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FlowDestinationState, FlowDeviceType, FlowFacts } from './contract.ts';

/** What is known of flows for their warnings and their graph: each question one statement, whatever the number of flows. */

export interface FactsOptions {
  /** Only this device's way through the flows. */
  deviceId?: string;
  /** Counts of the last hour; a list does without. */
  counts: boolean;
}

interface Asked {
  customer: SQL;
  flows: SQL;
  device: SQL;
}

export async function selectFlowFacts(
  tx: Tx,
  scope: TenantScope,
  flows: { id: string; name: string }[],
  options: FactsOptions,
): Promise<FlowFacts[]> {
  if (flows.length === 0) return [];
  const asked: Asked = {
    customer: sql`${scope.customerId}::uuid`,
    flows: arrayOf(
      flows.map((flow) => flow.id),
      'uuid',
    ),
    device: options.deviceId ? sql`and d.id = ${options.deviceId}::uuid` : sql``,
  };
  const types = await selectTypes(tx, asked);
  const offered = await selectOfferedDecoders(tx, scope, [...new Set(types.map((t) => t.type_id))]);
  const enabled = await selectEnabled(tx, asked);
  const failures = await selectFailures(tx, asked);
  const messages = options.counts ? await selectMessages(tx, asked) : [];
  const destinations = await selectDestinations(tx, asked);
  const delivered = options.counts ? await selectDelivered(tx, asked, options.deviceId) : [];
  return flows.map((flow) => {
    const mine = <R extends { flow_id: string }>(rows: R[]) => rows.filter((row) => row.flow_id === flow.id);
    return {
      id: flow.id,
      name: flow.name,
      types: mine(types).map((type) => typeOf(type, offered, mine(enabled), mine(failures), mine(messages))),
      destinations: mine(destinations).map((row) => destinationOf(row, mine(delivered))),
    };
  });
}

type TypeRow = Awaited<ReturnType<typeof selectTypes>>[number];
type Enabled = Awaited<ReturnType<typeof selectEnabled>>[number];
type Failure = Awaited<ReturnType<typeof selectFailures>>[number];
type Messages = Awaited<ReturnType<typeof selectMessages>>[number];
type Delivered = Awaited<ReturnType<typeof selectDelivered>>[number];

function selectTypes(tx: Tx, { customer, flows, device }: Asked) {
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

function selectEnabled(tx: Tx, { customer, flows }: Asked) {
  return tx.execute<{ flow_id: string; type_id: string; decoder_id: string }>(sql`
    select flow_id, device_type_id as type_id, decoder_id from flow_decoders
    where customer_id = ${customer} and flow_id = any(${flows})`);
}

/** Failures of the last hour and the newest of the last day. */
function selectFailures(tx: Tx, { customer, flows, device }: Asked) {
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
function selectMessages(tx: Tx, { customer, flows, device }: Asked) {
  return tx.execute<{ flow_id: string; type_id: string; decoder_id: string | null; messages: number }>(sql`
    select fd.flow_id, d.device_type_id as type_id, p.decoder_id, count(distinct u.id)::int as messages
    from flow_devices fd
    join devices d on d.id = fd.device_id
    join uplinks u on u.device_id = d.id and u.customer_id = ${customer} and u.received_at > now() - interval '1 hour'
    left join packs p on p.uplink_id = u.id and p.received_at = u.received_at
    where fd.customer_id = ${customer} and fd.flow_id = any(${flows}) ${device}
    group by grouping sets ((fd.flow_id, d.device_type_id), (fd.flow_id, d.device_type_id, p.decoder_id))
    having grouping(p.decoder_id) = 1 or p.decoder_id is not null`);
}

function selectDestinations(tx: Tx, { customer, flows }: Asked) {
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
  }>(sql`
    select fx.flow_id, x.id, x.name, x.kind, x.status, x.failures_in_a_row, x.failing_since, x.last_error,
           (select count(*)::int from (select from delivery_queue q where q.destination_id = x.id and q.flow_id = fx.flow_id limit 100000) b) as backlog
    from flow_destinations fx join destinations x on x.id = fx.destination_id
    where fx.customer_id = ${customer} and fx.flow_id = any(${flows})
    order by x.name`);
}

function selectDelivered(tx: Tx, { customer, flows }: Asked, deviceId?: string) {
  const device = deviceId ? sql`and r.device_id = ${deviceId}::uuid` : sql``;
  return tx.execute<{
    flow_id: string;
    destination_id: string;
    decoder_id: string | null;
    delivered: number;
    failed: number;
  }>(sql`
    select r.flow_id, r.destination_id, p.decoder_id,
           count(*) filter (where r.state = 'delivered')::int as delivered,
           count(*) filter (where r.state = 'failed')::int as failed
    from flow_destinations fx
    join deliveries r on r.destination_id = fx.destination_id and r.flow_id = fx.flow_id
      and r.finished_at > now() - interval '1 hour'
    left join packs p on p.id = r.pack_id and p.received_at = r.received_at
    where fx.customer_id = ${customer} and r.customer_id = ${customer} and fx.flow_id = any(${flows}) ${device}
    group by r.flow_id, r.destination_id, p.decoder_id`);
}

function typeOf(
  row: TypeRow,
  offered: Awaited<ReturnType<typeof selectOfferedDecoders>>,
  enabled: Enabled[],
  failures: Failure[],
  messages: Messages[],
): FlowDeviceType {
  const ofType = <R extends { type_id: string }>(rows: R[]) => rows.filter((r) => r.type_id === row.type_id);
  return {
    deviceType: { id: row.type_id, name: row.name, category: row.category, networks: row.networks },
    devices: row.devices,
    deactivated: row.deactivated,
    messagesLastHour: ofType(messages).find((m) => m.decoder_id === null)?.messages ?? 0,
    decoders: (offered.get(row.type_id) ?? []).map((decoder) => {
      const failure = ofType(failures).find((f) => f.decoder_id === decoder.id);
      const packs = ofType(messages).find((m) => m.decoder_id === decoder.id)?.messages ?? 0;
      return {
        ...decoder,
        enabled: ofType(enabled).some((e) => e.decoder_id === decoder.id),
        lastHour: { messages: packs + (failure?.last_hour ?? 0), failures: failure?.last_hour ?? 0 },
        lastFailure: failure
          ? {
              at: new Date(failure.at),
              message: failure.error.message ?? '',
              line: failure.error.line ?? null,
              uplinkId: failure.uplink_id,
              deviceId: failure.device_id,
            }
          : null,
      };
    }),
  };
}

function destinationOf(
  row: Awaited<ReturnType<typeof selectDestinations>>[number],
  delivered: Delivered[],
): FlowDestinationState {
  const mine = delivered.filter((d) => d.destination_id === row.id);
  const sum = (what: 'delivered' | 'failed') => mine.reduce((n, d) => n + d[what], 0);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    status: row.status,
    failuresInARow: row.failures_in_a_row,
    failingSince: row.failing_since ? new Date(row.failing_since) : null,
    lastError: row.last_error,
    lastHour: { delivered: sum('delivered'), failed: sum('failed') },
    backlog: row.backlog,
    byDecoder: Object.fromEntries(
      mine.flatMap((d) =>
        d.decoder_id ? [[d.decoder_id, { delivered: d.delivered, failed: d.failed }]] : [],
      ),
    ),
  };
}

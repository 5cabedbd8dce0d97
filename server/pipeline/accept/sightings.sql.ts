import { pipelineSql } from '#server/platform/database.ts';
import { postgresJson } from '#server/platform/postgres-json.ts';

export interface RefusalCount {
  connectionId: string;
  customerId: string;
  hour: Date;
  reason: string;
  count: number;
  lastAt: Date;
  lastDetail: string;
}

export type DeviceRefusalCount = Omit<RefusalCount, 'connectionId'> & { deviceId: string };

export interface RepeatCount {
  deviceId: string;
  customerId: string;
  connectionId: string;
  hour: Date;
  count: number;
  lastAt: Date;
}

export interface Sighting {
  connectionId: string;
  customerId: string;
  network: string;
  identifier: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

export interface SightingsBatch {
  refusals: RefusalCount[];
  ofDevices: DeviceRefusalCount[];
  repeated: RepeatCount[];
  unknown: Sighting[];
  heard: [connectionId: string, at: Date][];
}

/** Ordered by key, so that two processes that count the same wait for each other instead of locking each other out. */
export async function writeSightings(batch: SightingsBatch): Promise<void> {
  const { refusals, ofDevices, repeated, unknown, heard } = batch;
  const sql = pipelineSql();
  const json = postgresJson;
  await addRefusals('refusals', 'connectionId', refusals);
  await addRefusals('device_refusals', 'deviceId', ofDevices);
  if (repeated.length) {
    await sql`
      insert into repeated_messages as t (customer_id, device_id, connection_id, hour, count, last_at)
      select r."customerId", r."deviceId", r."connectionId", r.hour, r.count, r."lastAt"
      from json_to_recordset(${json(repeated)}::text::json) as r("customerId" uuid, "deviceId" uuid, "connectionId" uuid,
        hour timestamptz, count bigint, "lastAt" timestamptz)
      join devices d on d.id = r."deviceId"
      order by 2, 3, 4
      on conflict (device_id, connection_id, hour) do update set count = t.count + excluded.count,
        last_at = greatest(t.last_at, excluded.last_at)`;
  }
  if (unknown.length) {
    await sql`
      insert into unknown_devices (customer_id, connection_id, network, identifier, count, first_seen_at, last_seen_at)
      select u."customerId", u."connectionId", u.network, u.identifier, u.count, u."firstAt", u."lastAt"
      from json_to_recordset(${json(unknown)}::text::json) as u("customerId" uuid, "connectionId" uuid, network text,
        identifier text, count bigint, "firstAt" timestamptz, "lastAt" timestamptz)
      join lora_connections c on c.id = u."connectionId"
      order by 2, 3, 4
      on conflict (connection_id, network, identifier) do update set count = unknown_devices.count + excluded.count,
        last_seen_at = greatest(unknown_devices.last_seen_at, excluded.last_seen_at)`;
  }
  if (heard.length) {
    await sql`
      update lora_connections c set last_message_at = greatest(c.last_message_at, h.at)
      from json_to_recordset(${json(heard.map(([id, at]) => ({ id, at })))}::text::json) as h(id uuid, at timestamptz)
      where c.id = h.id`;
  }
}

/** Where refusals are counted, by what they belong to; of what is gone none are. */
const COUNTED = {
  refusals: { column: 'connection_id', owners: 'lora_connections' },
  device_refusals: { column: 'device_id', owners: 'devices' },
} as const;

async function addRefusals<Key extends 'connectionId' | 'deviceId'>(
  table: keyof typeof COUNTED,
  key: Key,
  counts: (Omit<RefusalCount, 'connectionId'> & Record<Key, string>)[],
): Promise<void> {
  if (counts.length === 0) return;
  const sql = pipelineSql();
  const { column, owners } = COUNTED[table];
  const rows = counts.map(({ [key]: owner, ...count }) => ({ ...count, owner }));
  await sql`
    insert into ${sql(table)} as t (customer_id, ${sql(column)}, hour, reason, count, last_at, last_detail)
    select r."customerId", r.owner, r.hour, r.reason, r.count, r."lastAt", r."lastDetail"
    from json_to_recordset(${postgresJson(rows)}::text::json) as r("customerId" uuid, owner uuid, hour timestamptz,
      reason text, count bigint, "lastAt" timestamptz, "lastDetail" text)
    join ${sql(owners)} o on o.id = r.owner
    order by 2, 3, 4
    on conflict (${sql(column)}, hour, reason) do update set count = t.count + excluded.count,
      last_at = greatest(t.last_at, excluded.last_at), last_detail = excluded.last_detail`;
}

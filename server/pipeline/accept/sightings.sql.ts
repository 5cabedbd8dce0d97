import { MOST_UNKNOWN } from '#server/lora-networks/contract.ts';
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

/** A device that spoke for itself and that nobody has. */
export interface Caller {
  network: 'cellular' | 'generic';
  identifier: string;
  door: 'http' | 'mqtt';
  reason: 'unknown-device' | 'other-address';
  count: number;
  firstAt: Date;
  lastAt: Date;
}

/** Of what names no device of ours. */
export type DoorRefusalCount = Omit<RefusalCount, 'connectionId' | 'customerId'> & Pick<Caller, 'door'>;

export interface SightingsBatch {
  refusals: RefusalCount[];
  ofDevices: DeviceRefusalCount[];
  atDoors: DoorRefusalCount[];
  repeated: RepeatCount[];
  unknown: Sighting[];
  callers: Caller[];
  heard: [connectionId: string, at: Date][];
}

/** Ordered by key, so that two processes that count the same wait for each other instead of locking each other out. */
export async function writeSightings(batch: SightingsBatch): Promise<void> {
  const { refusals, ofDevices, atDoors, repeated, unknown, callers, heard } = batch;
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
  if (atDoors.length) await addDoorRefusals(atDoors);
  if (unknown.length) await addUnknown(unknown);
  if (callers.length) await addCallers(callers);
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

async function addDoorRefusals(counts: DoorRefusalCount[]): Promise<void> {
  await pipelineSql()`
    insert into door_refusals as t (door, hour, reason, count, last_at, last_detail)
    select r.door, r.hour, r.reason, r.count, r."lastAt", r."lastDetail"
    from json_to_recordset(${postgresJson(counts)}::text::json) as r(door text, hour timestamptz, reason text, count bigint,
      "lastAt" timestamptz, "lastDetail" text)
    order by 1, 2, 3
    on conflict (door, hour, reason) do update set count = t.count + excluded.count,
      last_at = greatest(t.last_at, excluded.last_at), last_detail = excluded.last_detail`;
}

async function addUnknown(unknown: Sighting[]): Promise<void> {
  const sql = pipelineSql();
  await sql`
    insert into unknown_devices (customer_id, connection_id, network, identifier, count, first_seen_at, last_seen_at)
    select u."customerId", u."connectionId", u.network, u.identifier, u.count, u."firstAt", u."lastAt"
    from json_to_recordset(${postgresJson(unknown)}::text::json) as u("customerId" uuid, "connectionId" uuid, network text,
      identifier text, count bigint, "firstAt" timestamptz, "lastAt" timestamptz)
    join lora_connections c on c.id = u."connectionId"
    order by 2, 3, 4
    on conflict (connection_id, network, identifier) do update set count = unknown_devices.count + excluded.count,
      last_seen_at = greatest(unknown_devices.last_seen_at, excluded.last_seen_at)`;
  const connections = [...new Set(unknown.map(({ connectionId }) => connectionId))];
  await sql`
    delete from unknown_devices u using unnest(${connections}::uuid[]) as c(id) cross join lateral (
      select network, identifier from unknown_devices where connection_id = c.id
      order by last_seen_at desc offset ${MOST_UNKNOWN}) old
    where u.connection_id = c.id and u.network = old.network and u.identifier = old.identifier`;
}

/** One that nobody has is nobody's, also where somebody had it before. */
async function addCallers(callers: Caller[]): Promise<void> {
  const sql = pipelineSql();
  await sql`
    insert into callers as t (network, identifier, door, reason, count, first_seen_at, last_seen_at)
    select c.network, c.identifier, c.door, c.reason, c.count, c."firstAt", c."lastAt"
    from json_to_recordset(${postgresJson(callers)}::text::json) as c(network text, identifier text, door text, reason text,
      count bigint, "firstAt" timestamptz, "lastAt" timestamptz)
    order by 1, 2, 3
    on conflict (network, identifier, door) do update set reason = excluded.reason, claimed_at = null,
      count = case when t.claimed_at is null then t.count else 0 end + excluded.count,
      first_seen_at = case when t.claimed_at is null then t.first_seen_at else excluded.first_seen_at end,
      last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)`;
  await sql`
    delete from callers t using (
      select network, identifier, door from callers order by last_seen_at desc offset ${MOST_UNKNOWN}) old
    where t.network = old.network and t.identifier = old.identifier and t.door = old.door`;
}

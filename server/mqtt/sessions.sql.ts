import { pipelineSql } from '#server/platform/database.ts';
import { postgresJson } from '#server/platform/postgres-json.ts';

export interface SessionChange {
  deviceId: string;
  customerId: string;
  connectedAt: Date;
  /** null: it has begun. */
  endedAt: Date | null;
}

/** What has ended elsewhere meanwhile, or began there later, is that broker's to say. */
export async function storeSystemSessions(broker: string, changes: readonly SessionChange[]): Promise<void> {
  const sql = pipelineSql();
  const rows = sql`json_to_recordset(${postgresJson(changes)}::text::json) as c("deviceId" uuid, "customerId" uuid,
    "connectedAt" timestamptz, "endedAt" timestamptz)`;
  await sql`
    insert into mqtt_sessions as s (device_id, customer_id, broker, connected_at, ended_at)
    select c."deviceId", c."customerId", ${broker}::uuid, c."connectedAt", c."endedAt" from ${rows}
    join devices d on d.customer_id = c."customerId" and d.id = c."deviceId"
    order by 1
    on conflict (device_id) do update set customer_id = excluded.customer_id, broker = excluded.broker,
      connected_at = excluded.connected_at, ended_at = excluded.ended_at
    where excluded.ended_at is null or s.broker = excluded.broker`;
}

/** Says that a broker lives; those that said nothing for a day are forgotten. */
export async function announceSystemBroker(broker: string, seconds: number): Promise<void> {
  const sql = pipelineSql();
  await sql`
    insert into mqtt_brokers (id, alive_until) values (${broker}, now() + make_interval(secs => ${seconds}))
    on conflict (id) do update set alive_until = excluded.alive_until`;
  await sql`delete from mqtt_brokers where alive_until < now() - interval '1 day'`;
}

export async function endSystemBroker(broker: string): Promise<void> {
  const sql = pipelineSql();
  await sql`update mqtt_sessions set ended_at = now() where broker = ${broker} and ended_at is null`;
  await sql`delete from mqtt_brokers where id = ${broker}`;
}

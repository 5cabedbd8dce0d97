import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Tenant } from '#server/customers/tenant.fixture.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import type { HandOver } from '#server/pipeline/hand-over.ts';
import { uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { watchDevices } from './watch-devices.ts';

/** Devices of one customer with a rhythm of ten minutes, heard when and by what a test says, on a clock of its own. */
export class Fleet {
  readonly #sql: postgres.Sql;
  readonly #tenant: Tenant;
  /** Unix milliseconds. */
  now: number;
  /** What its messages are handed over by, where that is not Postgres. */
  stream: HandOver | null = null;

  constructor(sql: postgres.Sql, tenant: Tenant, begins: Date) {
    this.#sql = sql;
    this.#tenant = tenant;
    this.now = begins.getTime();
  }

  /** Minutes after the beginning of this moment. */
  in(minutes: number): Date {
    return new Date(this.now + minutes * 60_000);
  }

  async devices(n: number): Promise<string[]> {
    const ids = Array.from({ length: n }, () => randomUUID());
    const { customerId, ids: of } = this.#tenant;
    await this.#sql`
      insert into devices (id, customer_id, project_id, device_type_customer_id, device_type_id, name, shard)
      select d, ${customerId}, ${of.project}, ${PLATFORM_CUSTOMER_ID}, ${of.deviceType}, 'Watched ' || left(d::text, 4), 0
      from unnest(${ids}::uuid[]) d`;
    await this
      .#sql`update device_watches set baseline_at = ${this.in(0)}, due_at = ${this.in(0)} where device_id = any(${ids}::uuid[])`;
    return ids;
  }

  /** One message of each, now. */
  async heard(
    ids: readonly string[],
    gateway = 'G1',
    connectionId = this.#tenant.ids.connection,
  ): Promise<void> {
    const { customerId } = this.#tenant;
    await this.#sql`
      with u as (
        insert into uplinks (id, received_at, customer_id, device_id, connection_id, kind, occurred_at, event, body_id, body_offset, body_length)
        select nextval('uplink_ids'), ${this.in(0)}, ${customerId}, d, ${connectionId}, 'lora.uplink', ${this.in(0)},
          ${this.#sql.json({ receptions: [{ gatewayId: gateway }] })}, 1, 0, 1
        from unnest(${[...ids]}::uuid[]) d returning id, device_id, received_at)
      update device_activity a set last_message_at = u.received_at, last_uplink_id = u.id, interval_seconds = 600
      from u where a.device_id = u.device_id`;
  }

  /** A message of it came in, now, and nobody has come to record it. */
  async accepted(deviceId: string): Promise<void> {
    const now = this.in(0);
    const stream = this.stream ?? undefined;
    const door = new Acceptor({ changes: new ConfigurationChanges(), stream });
    await door.submit({
      device: { id: deviceId, customerId: this.#tenant.customerId, shard: 0, active: true },
      connectionId: this.#tenant.ids.connection,
      kind: 'lora.uplink',
      event: uplinkOf({ devEui: '0000000000000001' }, 1),
      body: Buffer.from('{}'),
      receivedAt: now,
    });
    await door.stop();
  }

  /** So many minutes go by, in which the platform listens; then it looks. */
  async pass(minutes: number): Promise<void> {
    this.now += minutes * 60_000;
    await this.#sql`update listening_spans set until_at = ${new Date(this.now - 5_000)}
      where began_at = (select max(began_at) from listening_spans)`;
    await this.look();
  }

  async look(): Promise<void> {
    while (true) {
      const round = await watchDevices(new Date(this.now), this.stream);
      if (typeof round !== 'object' || !round.isMore) return;
    }
  }

  /** What these devices' alerts and the incidents are, oldest first. */
  async alerts(
    ids: readonly string[] = [],
  ): Promise<{ kind: string; status: string; source: string | null; members: number }[]> {
    const rows = await this.#sql`
      select a.kind, a.status, a.source, (select count(*)::int from alerts m where m.incident_id = a.id) as members
      from alerts a where a.customer_id = ${this.#tenant.customerId}
        and (a.device_id = any(${[...ids]}::uuid[]) or (a.source is not null and a.opened_at >= ${this.in(-100_000)}))
      order by a.opened_at, a.kind`;
    return rows.map(({ kind, status, source, members }) => ({ kind, status, source, members }));
  }

  /** What was told of them, in order. */
  async told(): Promise<string[]> {
    const rows = await this.#sql`
      select e.event from alert_events e join alerts a on a.id = e.alert_id
      where a.customer_id = ${this.#tenant.customerId} and e.told order by e.id`;
    return rows.map(({ event }) => event);
  }

  async forget(): Promise<void> {
    await this.#sql`delete from alert_events`;
    await this.#sql`delete from alerts`;
    await this.#sql`delete from alert_mutes`;
    await this.#sql`delete from device_watches`;
    await this.#sql`delete from alert_sources`;
    this.now += 1_000 * 60_000;
    await this.#sql`delete from listening_spans`;
    await this.#sql`insert into listening_spans values (${this.in(-600)}, ${this.in(0)})`;
  }
}

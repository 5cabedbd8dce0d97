import { randomUUID } from 'node:crypto';
import { acknowledgeAlerts } from '#server/alerts/acknowledge-alerts.ts';
import { muteAlerts } from '#server/alerts/mute-alerts.ts';
import { listAlerts } from '#server/alerts/read-alerts.ts';
import { watchDevices } from '#server/alerts/watch-devices.ts';
import { pipelineSql } from '#server/platform/database.ts';
import type { PlantedDevice } from './fleet.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What nobody switched on was added long enough ago to be told of. */
const ADDED_HOURS = 9 * 24;
const OUTAGE = { devices: 4, hoursAgo: 30, minutes: 95 };

/**
 * The platform has listened all through the history, so whoever stopped in it is silent; devices that only ever send by
 * hand are muted, one silence is seen to, and a gateway was dead a night ago.
 */
export async function plantAlerts(
  worlds: readonly World[],
  fleet: readonly PlantedDevice[],
  began: Date,
  now: Date,
): Promise<void> {
  const sql = pipelineSql();
  const customerIds = worlds.map(({ customerId }) => customerId);
  const listens = new Date(Math.min(began.getTime(), now.getTime() - ADDED_HOURS * HOUR_MS));
  await sql`insert into listening_spans (began_at, until_at) values (${listens}, ${now}) on conflict do nothing`;
  await sql`update device_watches set baseline_at = ${listens}, due_at = ${now} where customer_id = any(${customerIds}::uuid[])`;
  for (const world of worlds) {
    await muteSenders(world, fleet);
    await tellOutage(world, fleet, now);
  }
  for (let round = await watchDevices(now); typeof round === 'object' && round.isMore; )
    round = await watchDevices(now);
  for (const world of worlds) await seeToOne(world);
}

/** Those that speak M2M and the Internet sent once, when the demo was made. */
async function muteSenders({ actor, customerId }: World, fleet: readonly PlantedDevice[]): Promise<void> {
  const simulated = fleet.flatMap(({ deviceId }) => deviceId ?? []);
  const rows = await pipelineSql()<{ id: string }[]>`
    select d.id from devices d join device_activity a on a.device_id = d.id
    where d.customer_id = ${customerId} and a.last_message_at is not null and d.id <> all(${simulated}::uuid[])`;
  for (const { id } of rows)
    await muteAlerts(actor, { target: 'device', id, hours: null, reason: 'Sends by hand in this demo' });
}

/** A night ago: four devices behind one gateway, seen to by whoever was on duty. */
async function tellOutage(
  { plan, customerId }: World,
  fleet: readonly PlantedDevice[],
  now: Date,
): Promise<void> {
  const sql = pipelineSql();
  const ids = fleet
    .filter(
      ({ customerId: owner, planned }) =>
        owner === customerId && (planned.behaviour ?? 'healthy') === 'healthy',
    )
    .flatMap(({ deviceId }) => deviceId ?? [])
    .slice(0, OUTAGE.devices);
  const [first] = await sql<{ event: { receptions?: { gatewayId: string }[] } }[]>`
    select event from uplinks where device_id = ${ids[0] ?? randomUUID()} and kind = 'lora.uplink' limit 1`;
  const gateway = first?.event.receptions?.[0]?.gatewayId;
  if (!gateway || ids.length < OUTAGE.devices) return;
  const heard = new Date(now.getTime() - OUTAGE.hoursAgo * HOUR_MS);
  const at = (minutes: number) => new Date(heard.getTime() + minutes * MINUTE_MS);
  const by = plan.users[0]?.name ?? '';
  const over = {
    customer_id: customerId,
    status: 'resolved',
    resolution: 'heard',
    heard_at: heard,
    since_at: at(0),
  };
  const incident = randomUUID();
  await sql`insert into alerts ${sql({ ...over, id: incident, kind: 'incident', source: `gateway:${gateway}`, opened_at: at(40), silent_at: at(40), told_at: at(40), resolved_at: at(OUTAGE.minutes), acknowledged_at: at(52), acknowledged_by: by, note: 'Power is off in the mast; the electrician is on his way.' })}`;
  const event = (
    alert: string,
    minutes: number,
    name: string,
    told: boolean,
    detail: object | null = null,
    actor: string | null = null,
  ) =>
    sql`insert into alert_events ${sql({ customer_id: customerId, alert_id: alert, at: at(minutes), event: name, told, detail: detail as never, actor })}`;
  await event(incident, 40, 'opened', true, { members: ids.length, of: ids.length });
  await event(
    incident,
    52,
    'acknowledged',
    false,
    { note: 'Power is off in the mast; the electrician is on his way.' },
    by,
  );
  await event(incident, OUTAGE.minutes - 4, 'member-back', false, { members: ids.length });
  await event(incident, OUTAGE.minutes, 'resolved', true, {
    resolution: 'heard',
    members: ids.length,
    left: 0,
  });
  for (const [n, device] of ids.entries()) {
    const id = randomUUID();
    await sql`insert into alerts ${sql({ ...over, id, kind: 'late', device_id: device, incident_id: incident, since_at: at(12), opened_at: at(36 + n), resolved_at: at(OUTAGE.minutes - 4) })}`;
    await event(id, 36 + n, 'late', false);
    await event(id, 40, 'joined', false);
    await event(id, OUTAGE.minutes - 4, 'resolved', false, { resolution: 'heard' });
  }
}

async function seeToOne({ actor }: World): Promise<void> {
  const filters = [
    { field: 'kind', op: 'in' as const, value: ['silent', 'never-heard'] },
    { field: 'status', op: 'is' as const, value: 'open' },
    { field: 'muted', op: 'is' as const, value: 'no' },
  ];
  const { rows } = await listAlerts(actor, { filters, limit: 10 });
  const last = rows.at(-1);
  if (last)
    await acknowledgeAlerts(actor, {
      rows: { ids: [last.id] },
      note: 'Battery is ordered, comes on Thursday.',
    });
}

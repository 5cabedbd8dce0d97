import type { StoredApi } from '#server/lora-networks/connection-api.ts';
import { pipelineSql } from '#server/platform/database.ts';
import { QUEUE_INVALIDATED } from '#server/protocols/lorawan/event.ts';
import type { DownlinkChannel, DownlinkMethod, DownlinkState } from './contract.ts';
import type { Ending, NetworkWord } from './rules.ts';

/** The worker's side: every customer's queues. What has ended meanwhile (cancelled, answered) is left as it is. */

/** Devices whose turn is given at a time. */
const AT_ONCE = 500;
/** Of one device; more than these without an answer is no device that answers. */
const WORDS_EACH = 100;

/**
 * The first of each queue whose device has nothing under way begins. One worker at a time does this, else two would
 * begin the same and the index would refuse both. The brokers hear of what goes over MQTT: one of them holds the device.
 */
export async function beginSystemDownlinks(now: Date): Promise<number> {
  return pipelineSql().begin(async (tx) => {
    const [lock] = await tx<
      [{ ours: boolean }]
    >`select pg_try_advisory_xact_lock(hashtext('downlinks.begin')) as ours`;
    if (!lock.ours) return 0;
    const rows = await tx<{ deviceId: string; channel: DownlinkChannel; state: DownlinkState }[]>`
      update downlinks d set started_at = ${now}, modified_at = ${now},
        timeout_at = ${now}::timestamptz + make_interval(secs => d.feedback_seconds),
        state = case when d.dry_run then 'DELIVERED' else 'EXECUTING' end,
        ended_at = case when d.dry_run then ${now}::timestamptz end,
        next_at = case when d.channel = 'lora' and not d.dry_run then ${now}::timestamptz end
      from (
        select p.id from downlinks p
        where p.state = 'PENDING'
          and not exists (select from downlinks e where e.device_id = p.device_id and e.state = 'EXECUTING')
          and not exists (select from downlinks b where b.device_id = p.device_id and b.state = 'PENDING' and b.number < p.number)
        limit ${AT_ONCE}) first
      where d.id = first.id and d.state = 'PENDING'
      returning d.device_id as "deviceId", d.channel, d.state`;
    const told = rows.flatMap(({ deviceId, channel, state }) =>
      channel === 'mqtt' && state === 'EXECUTING' ? [deviceId] : [],
    );
    if (told.length > 0) await tx`select pg_notify('mqtt_downlinks', id) from unnest(${told}::text[]) as id`;
    return rows.count;
  });
}

/** One to give to a network server, this worker's until `busyUntil`. */
export interface DownlinkClaim {
  id: string;
  customerId: string;
  deviceId: string;
  method: Extract<DownlinkMethod, { type: 'lora' }>;
  tries: number;
  failures: number;
  busyUntil: Date;
}

/** A claim that is not settled in time (the worker died) falls due again by itself. */
export async function claimSystemDownlinks(options: {
  now: Date;
  busyMs: number;
  limit: number;
}): Promise<DownlinkClaim[]> {
  const { now, busyMs, limit } = options;
  const busyUntil = new Date(now.getTime() + busyMs);
  return pipelineSql()<DownlinkClaim[]>`
    update downlinks d set busy_until = ${busyUntil}
    from (
      select id from downlinks
      where state = 'EXECUTING' and next_at <= ${now} and (busy_until is null or busy_until <= ${now})
      order by next_at limit ${limit} for update skip locked) due
    where d.id = due.id
    returning d.id, d.customer_id as "customerId", d.device_id as "deviceId", d.method, d.tries, d.failures,
      d.busy_until as "busyUntil"`;
}

export interface ClaimedPlace {
  isActive: boolean;
  devEui: string;
  connection: (StoredApi & { status: string }) | null;
}

/** null: the device is on no LoRa network any more. */
export async function selectSystemPlace({
  customerId,
  deviceId,
}: DownlinkClaim): Promise<ClaimedPlace | null> {
  type Row = Omit<ClaimedPlace, 'connection'> & Omit<StoredApi, 'id'> & { id: string | null; status: string };
  const [row] = await pipelineSql()<Row[]>`
    select d.status = 'ACTIVE' as "isActive", a.identifier as "devEui", c.id, c.customer_id as "customerId", c.provider,
      x.settings, x.api_secrets as "apiSecrets", c.status
    from devices d
    join network_adapters a on a.customer_id = d.customer_id and a.device_id = d.id and a.network = 'lora'
    left join lora_registrations r on r.customer_id = d.customer_id and r.device_id = d.id and r.present = 'ACTIVE'
    left join lora_connections c on c.customer_id = r.connection_customer_id and c.id = r.connection_id
    left join lora_connection_access x on x.connection_id = c.id
    where d.customer_id = ${customerId} and d.id = ${deviceId}`;
  if (!row) return null;
  const { isActive, devEui, id, ...connection } = row;
  return { isActive, devEui, connection: id === null ? null : { id, ...connection } };
}

/** The network server has it. `sentAt` is from before it was asked: nothing that it told of it is from earlier. */
export async function settleSystemSent(
  { id, busyUntil }: DownlinkClaim,
  { sentAt, queueItem }: { sentAt: Date; queueItem: string | null },
): Promise<void> {
  await pipelineSql()`
    update downlinks set sent_at = ${sentAt}, queue_item = ${queueItem}, tries = tries + 1, failures = 0, detail = null,
      next_at = null, busy_until = null, checked_at = ${sentAt}, modified_at = ${sentAt}
    where id = ${id} and state = 'EXECUTING' and busy_until = ${busyUntil}`;
}

export async function settleSystemLater(
  { id, busyUntil }: DownlinkClaim,
  { nextAt, detail, now }: { nextAt: Date; detail: string; now: Date },
): Promise<void> {
  await pipelineSql()`
    update downlinks set next_at = ${nextAt}, detail = ${detail}, failures = least(failures + 1, 1000), busy_until = null,
      modified_at = ${now}
    where id = ${id} and state = 'EXECUTING' and busy_until = ${busyUntil}`;
}

export async function endSystemDownlink(
  id: string,
  { state, reason, detail = null }: Ending,
  now: Date,
  /** Of the try that this is the end of; another one may have begun. */
  sentAt: Date | null,
): Promise<void> {
  await pipelineSql()`
    update downlinks set state = ${state}, reason = ${reason}, detail = coalesce(${detail}, detail), ended_at = ${now},
      modified_at = ${now}, next_at = null, busy_until = null
    where id = ${id} and state = 'EXECUTING' and sent_at is not distinct from ${sentAt}`;
}

/** Another try of one that did not arrive. */
export async function sendSystemAgain(
  id: string,
  detail: string | null,
  now: Date,
  sentAt: Date,
): Promise<void> {
  await pipelineSql()`
    update downlinks set sent_at = null, queue_item = null, next_at = ${now}, detail = ${detail}, modified_at = ${now}
    where id = ${id} and state = 'EXECUTING' and sent_at = ${sentAt}`;
}

export interface WaitingDownlink {
  id: string;
  queueItem: string | null;
  sentAt: Date;
  tries: number;
  retryLimit: number;
  words: NetworkWord[];
}

/** Those given to a network server, with what it told of their devices since; the longest unlooked-at first. */
export async function selectSystemWaiting(now: Date): Promise<WaitingDownlink[]> {
  interface Row extends Omit<WaitingDownlink, 'words'> {
    words:
      | (Omit<NetworkWord, 'occurredAt' | 'receivedAt'> & { occurredAt: string; receivedAt: string })[]
      | null;
  }
  const rows = await pipelineSql()<Row[]>`
    with looked as (
      update downlinks d set checked_at = ${now}
      from (
        select id from downlinks where state = 'EXECUTING' and sent_at is not null and channel = 'lora'
        order by checked_at limit ${AT_ONCE} for update skip locked) w
      where d.id = w.id
      returning d.id, d.device_id, d.queue_item, d.sent_at, d.tries, d.retry_limit)
    select l.id, l.queue_item as "queueItem", l.sent_at as "sentAt", l.tries, l.retry_limit as "retryLimit", u.words
    from looked l cross join lateral (
      select json_agg(json_build_object(
        'kind', split_part(x.kind, '.', 2), 'occurredAt', x.occurred_at, 'receivedAt', x.received_at,
        'queueItem', coalesce(x.event ->> 'queueItemId', x.event -> 'context' ->> 'queueItems'),
        'failure', coalesce(x.event ->> 'failure', x.event ->> 'code'),
        'yes', coalesce(x.event ->> 'ack', x.event ->> 'acknowledged', x.event ->> 'transmitted', '') = 'true')) as words
      from (
        select kind, occurred_at, received_at, event from uplinks
        where device_id = l.device_id and received_at >= l.sent_at
          and (kind in ('lora.uplink', 'lora.ack', 'lora.downlink-sent')
            or kind = 'lora.log' and event ->> 'code' = ${QUEUE_INVALIDATED})
        order by received_at limit ${WORDS_EACH}) x) u
    where u.words is not null`;
  return rows.map(({ words, ...row }) => ({
    ...row,
    words: (words ?? []).map((word) => ({
      ...word,
      occurredAt: new Date(word.occurredAt),
      receivedAt: new Date(word.receivedAt),
    })),
  }));
}

export interface LateDownlink {
  id: string;
  channel: DownlinkChannel;
  sentAt: Date | null;
}

export async function selectSystemLate(now: Date): Promise<LateDownlink[]> {
  return pipelineSql()<LateDownlink[]>`
    select id, channel, sent_at as "sentAt" from downlinks
    where state = 'EXECUTING' and timeout_at <= ${now} order by timeout_at limit ${AT_ONCE}`;
}

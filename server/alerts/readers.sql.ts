import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import {
  type AlertEventKind,
  type AlertKind,
  type AlertNotice,
  type AlertWish,
  DEFAULT_WISH,
} from './contract.ts';
import { msOf } from './round.sql.ts';
import { readSource } from './sources.ts';

/** What one person hears of, and how far they have read. */

export interface Reader extends AlertWish {
  readEventId: number;
  readEventIds: number[];
}

export async function selectReader(tx: Tx, scope: TenantScope, userId: string): Promise<Reader> {
  const [row] = await tx.execute<Reader & Record<string, unknown>>(sql`
    select mail, to_json(kinds) as kinds, to_json(project_ids) as "projectIds", read_event_id::float8 as "readEventId",
      to_json(read_event_ids) as "readEventIds"
    from alert_readers where customer_id = ${scope.customerId}::uuid and user_id = ${userId}::uuid`);
  return row ?? { ...DEFAULT_WISH, readEventId: 0, readEventIds: [] };
}

const textArray = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${jsonb(values)}))`;

export async function storeWish(
  tx: Tx,
  scope: TenantScope,
  userId: string,
  { mail, kinds, projectIds, timeZone }: AlertWish,
): Promise<void> {
  const projects = projectIds && sql`${textArray(projectIds)}::uuid[]`;
  await tx.execute(sql`
    insert into alert_readers (customer_id, user_id, mail, kinds, project_ids)
    values (${scope.customerId}::uuid, ${userId}::uuid, ${mail}, ${textArray(kinds)}, ${projects})
    on conflict (user_id) do update set mail = excluded.mail, kinds = excluded.kinds, project_ids = excluded.project_ids`);
  if (timeZone)
    await tx.execute(
      sql`update users set time_zone = ${timeZone} where customer_id = ${scope.customerId}::uuid and id = ${userId}::uuid`,
    );
}

export async function selectTimeZone(
  tx: Tx,
  scope: TenantScope,
  userId: string,
): Promise<string | undefined> {
  const [row] = await tx.execute<{ zone: string }>(
    sql`select time_zone as zone from users where customer_id = ${scope.customerId}::uuid and id = ${userId}::uuid`,
  );
  return row?.zone;
}

export async function storeRead(
  tx: Tx,
  scope: TenantScope,
  userId: string,
  mark: { eventId: number; upTo: boolean },
): Promise<void> {
  await tx.execute(sql`
    insert into alert_readers (customer_id, user_id, kinds) values (${scope.customerId}::uuid, ${userId}::uuid, ${textArray(DEFAULT_WISH.kinds)})
    on conflict do nothing`);
  const { eventId, upTo } = mark;
  await tx.execute(
    upTo
      ? sql`update alert_readers set read_event_id = greatest(read_event_id, ${eventId}::bigint),
          read_event_ids = array(select e from unnest(read_event_ids) e where e > ${eventId}::bigint) where user_id = ${userId}::uuid`
      : sql`update alert_readers set read_event_ids = array(
          select distinct e from unnest(read_event_ids || ${eventId}::bigint) e order by e desc limit 200)
          where user_id = ${userId}::uuid and read_event_id < ${eventId}::bigint`,
  );
}

/** Kinds of alerts that an event of this name is news of. */
const EVENTS_OF: Record<AlertKind, readonly AlertEventKind[]> = {
  incident: ['opened', 'reopened', 'resolved'],
  silent: ['silent', 'left'],
  late: ['late'],
  'never-heard': ['never-heard'],
};

/** Told events `e` of alerts `a` that somebody with this wish hears of. */
export function wished({ kinds, projectIds }: Pick<AlertWish, 'kinds' | 'projectIds'>): SQL {
  const events = kinds.flatMap((kind) => EVENTS_OF[kind]);
  const ofKind = sql`e.told and e.event in (select jsonb_array_elements_text(${jsonb(events)}))`;
  if (!projectIds) return ofKind;
  const some = sql`(select jsonb_array_elements_text(${jsonb(projectIds)})::uuid)`;
  return sql`${ofKind} and (exists (select from devices d where d.id = a.device_id and d.project_id in ${some})
    or exists (select from alerts m join devices d on d.id = m.device_id where m.incident_id = a.id and d.project_id in ${some})
    or (a.device_id is null and not exists (select from alerts m where m.incident_id = a.id)))`;
}

const MOST_NOTICES = 30;
/** Beyond it nobody reads the number. */
const MOST_UNREAD = 100;

type NoticeRow = {
  id: number;
  at: number;
  event: AlertEventKind;
  alertId: string;
  kind: AlertKind;
  deviceId: string | null;
  deviceName: string | null;
  identifier: string | null;
  source: string | null;
  sourceName: string | null;
  members: number;
  since: number;
};

/** The told events of a customer `e` that are above one, newest first. */
export const noticesFrom = (customerId: string, which: SQL, most: number): SQL => sql`
  select e.id::float8 as id, ${msOf(sql`e.at`)} as at, e.event, a.id as "alertId", a.kind, d.id as "deviceId", d.name as "deviceName",
    d.identifier, a.source, a.source_name as "sourceName", ${msOf(sql`a.since_at`)} as since,
    coalesce((e.detail ->> 'members')::int, (select count(*)::int from alerts m where m.incident_id = a.id)) as members
  from alert_events e join alerts a on a.id = e.alert_id left join devices d on d.id = a.device_id
  where e.customer_id = ${customerId}::uuid and ${which} order by e.id desc limit ${most}`;

export async function selectNotices(tx: Tx, scope: TenantScope, reader: Reader): Promise<AlertNotice[]> {
  const rows = await tx.execute<NoticeRow>(noticesFrom(scope.customerId, wished(reader), MOST_NOTICES));
  const read = new Set(reader.readEventIds);
  return [...rows].map((row) => ({
    ...noticeOf(row),
    isRead: row.id <= reader.readEventId || read.has(row.id),
  }));
}

export function noticeOf(row: NoticeRow): Omit<AlertNotice, 'isRead'> {
  return {
    id: row.id,
    at: new Date(row.at),
    event: row.event,
    alert: {
      id: row.alertId,
      kind: row.kind,
      device: row.deviceId
        ? { id: row.deviceId, name: row.deviceName ?? '', identifier: row.identifier }
        : null,
      cause: row.source ? { ...readSource(row.source), name: row.sourceName } : null,
      members: row.members,
      since: new Date(row.since),
    },
  };
}

export type { NoticeRow };

export async function countUnread(tx: Tx, scope: TenantScope, reader: Reader): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select from alert_events e join alerts a on a.id = e.alert_id
      where e.customer_id = ${scope.customerId}::uuid and e.id > ${reader.readEventId}::bigint and ${wished(reader)}
        and e.id not in (select jsonb_array_elements_text(${jsonb(reader.readEventIds)})::bigint)
      limit ${MOST_UNREAD}) u`);
  return row?.n ?? 0;
}

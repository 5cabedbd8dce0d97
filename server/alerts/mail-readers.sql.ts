import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import { type AlertWish, DEFAULT_WISH } from './contract.ts';
import type { MailNotice } from './mail-text.ts';
import { type NoticeRow, noticeOf, noticesFrom, wished } from './readers.sql.ts';
import { msOf } from './round.sql.ts';

/** For the worker: everybody whom something may be told to by mail. */

const LOCK = 'things alert mails';

export async function takeMailRound(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${LOCK}, 0)) as taken`,
  );
  return row?.taken === true;
}

export interface WaitingReader extends AlertWish {
  userId: string;
  customerId: string;
  name: string;
  email: string;
  locale: string;
  timeZone: string;
  createdAt: number;
  mailedEventId: number;
  mailedAt: number | null;
}

/** Active people who may see alerts, of whose customer something was told that they were not written of. */
export async function waitingReaders(tx: Tx, withDigests: boolean, limit: number): Promise<WaitingReader[]> {
  const rows = await tx.execute<WaitingReader & Record<string, unknown>>(sql`
    select u.id as "userId", u.customer_id as "customerId", u.name, u.email, u.locale, u.time_zone as "timeZone",
      ${msOf(sql`u.created_at`)} as "createdAt", coalesce(r.mail, ${DEFAULT_WISH.mail}) as mail,
      coalesce(to_jsonb(r.kinds), ${jsonb(DEFAULT_WISH.kinds)}) as kinds, to_jsonb(r.project_ids) as "projectIds",
      coalesce(r.mailed_event_id, 0)::float8 as "mailedEventId", ${msOf(sql`r.mailed_at`)} as "mailedAt"
    from users u left join alert_readers r on r.user_id = u.id
    where u.status = 'active' and (${withDigests} or coalesce(r.mail, 'at-once') not in ('hourly', 'daily')) and exists (select from user_roles o where o.user_id = u.id and o.role like 'manager.%')
      and exists (select from alert_events e where e.customer_id = u.customer_id and e.told and e.id > coalesce(r.mailed_event_id, 0))
    order by u.id limit ${limit}`);
  return [...rows];
}

const MOST = 500;

type MailRow = NoticeRow & { heardAt: number | null; projectName: string | null; isOver: boolean };

/** What they asked for and were not written of, oldest first. */
export async function waitingNotices(tx: Tx, reader: WaitingReader): Promise<MailNotice[]> {
  const { customerId, mailedEventId, createdAt } = reader;
  const which = sql`e.id > ${mailedEventId}::bigint and e.at > to_timestamp(${createdAt}::float8 / 1000) and ${wished(reader)}`;
  const rows = await tx.execute<MailRow>(sql`
    select n.*, ${msOf(sql`x.heard_at`)} as "heardAt", x.status = 'resolved' as "isOver", p.name as "projectName"
    from (${noticesFrom(customerId, which, MOST)}) n join alerts x on x.id = n."alertId"
    left join devices d on d.id = x.device_id left join projects p on p.id = d.project_id order by n.id`);
  return [...rows].map((row) => ({
    ...noticeOf(row),
    heardAt: row.heardAt === null ? null : new Date(row.heardAt),
    projectName: row.projectName,
    isOver: row.isOver,
  }));
}

export async function lastTold(tx: Tx, customerId: string): Promise<number> {
  const [row] = await tx.execute<{ id: number }>(
    sql`select coalesce(max(id), 0)::float8 as id from alert_events where customer_id = ${customerId}::uuid and told`,
  );
  return row?.id ?? 0;
}

/** @param mailedAt null: nothing was written, and up to there nothing is to be */
export async function storeMailed(
  tx: Tx,
  reader: WaitingReader,
  eventId: number,
  mailedAt: Date | null,
): Promise<void> {
  const at = mailedAt?.toISOString() ?? null;
  await tx.execute(sql`
    insert into alert_readers (user_id, customer_id, kinds, mailed_event_id, mailed_at)
    values (${reader.userId}::uuid, ${reader.customerId}::uuid, array(select jsonb_array_elements_text(${jsonb(DEFAULT_WISH.kinds)})),
      ${eventId}::bigint, ${at}::timestamptz)
    on conflict (user_id) do update set mailed_event_id = greatest(alert_readers.mailed_event_id, excluded.mailed_event_id),
      mailed_at = coalesce(excluded.mailed_at, alert_readers.mailed_at)`);
}

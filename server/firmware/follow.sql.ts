import { pipelineSql } from '#server/platform/database.ts';
import { FIRMWARE_NAMES } from './rules.ts';

/** For the worker, every few seconds, over every customer's open assignments: mostly none. */

/** Commands on their way, as their downlinks are: gone out, refused by whoever it was, or taken back on the device's page. */
export async function followSystemCommands(now: Date): Promise<number> {
  const rows = await pipelineSql()`
    update firmware_assignments a set status_at = ${now}, modified_at = ${now},
      status = case l.state when 'FAILED' then 'failed' when 'CANCELLED' then 'cancelled' else 'downloading' end,
      reason = case l.state when 'FAILED' then l.reason when 'CANCELLED' then 'withdrawn' end
    from downlinks l
    where a.status in ('offered', 'downloading') and l.id = a.downlink_id
      and (l.state in ('FAILED', 'CANCELLED') or (a.status = 'offered' and l.tries > 0))`;
  return rows.count;
}

/**
 * Those whose device reports the version: however it came onto it. Also after a command that it did not acknowledge: one
 * that restarts with what it was told to take says nothing to it.
 */
export async function endSystemInstalled(now: Date): Promise<number> {
  const sql = pipelineSql();
  const [open, unanswered] = [
    sql`a.status in ('offered', 'downloading')`,
    sql`a.status = 'failed' and a.downlink_id is not null and a.expires_at > ${now}
      and not exists (select from firmware_assignments b where b.device_id = a.device_id and b.created_at > a.created_at)`,
  ];
  let count = 0;
  for (const which of [open, unanswered]) {
    const rows = await sql`
      update firmware_assignments a set status = 'installed', status_at = ${now}, modified_at = ${now}, reason = null
      from firmware_versions v, twins t
      where ${which} and v.id = a.firmware_version_id and t.device_id = a.device_id
        and v.version = (
          select coalesce(t.reported -> n.name ->> 'vs', t.reported -> n.name ->> 'v')
          from unnest(${FIRMWARE_NAMES}::text[]) with ordinality n(name, place)
          where coalesce(t.reported -> n.name ->> 'vs', t.reported -> n.name ->> 'v') is not null
          order by n.place limit 1)`;
    count += rows.count;
  }
  return count;
}

/** Those that stood too long, with how far the device came. A command that is under way ends by its own time. */
export async function endSystemExpired(now: Date): Promise<number> {
  const rows = await pipelineSql()`
    update firmware_assignments a set status = 'failed', status_at = ${now}, modified_at = ${now},
      reason = case when o.state = 'PENDING' then 'never-sent' when o.state is not null then 'told-not-reported'
        when o.fetched >= o.size then 'not-reported' when o.fetched > 0 then 'not-finished' else 'never-fetched' end
    from (
      select e.id, e.fetched_bytes as fetched, v.size, l.state
      from firmware_assignments e
      join firmware_versions v on v.id = e.firmware_version_id
      left join downlinks l on l.id = e.downlink_id
      where e.status in ('offered', 'downloading') and e.expires_at <= ${now}) o
    where a.id = o.id and a.status in ('offered', 'downloading') and (o.state is null or o.state in ('PENDING', 'DELIVERED'))`;
  return rows.count;
}

/** Commands whose assignment has ended are not sent any more. */
export async function cancelSystemCommands(now: Date): Promise<number> {
  const rows = await pipelineSql()`
    update downlinks l set state = 'CANCELLED', reason = 'CANCELLED', ended_at = ${now}, modified_at = ${now}
    from firmware_assignments a
    where l.state = 'PENDING' and a.downlink_id = l.id and a.status not in ('offered', 'downloading')`;
  return rows.count;
}

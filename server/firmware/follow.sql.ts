import { pipelineSql } from '#server/platform/database.ts';
import { FIRMWARE_NAMES } from './rules.ts';

/** For the worker, every few seconds, over every customer's open assignments: mostly none. */

/** Those whose device reports the version: however it came onto it. */
export async function endSystemInstalled(now: Date): Promise<number> {
  const rows = await pipelineSql()`
    update firmware_assignments a set status = 'installed', status_at = ${now}, modified_at = ${now}, reason = null
    from firmware_versions v, twins t
    where a.status in ('offered', 'downloading') and v.id = a.firmware_version_id and t.device_id = a.device_id
      and v.version = (
        select coalesce(t.reported -> n.name ->> 'vs', t.reported -> n.name ->> 'v')
        from unnest(${FIRMWARE_NAMES}::text[]) with ordinality n(name, place)
        where coalesce(t.reported -> n.name ->> 'vs', t.reported -> n.name ->> 'v') is not null
        order by n.place limit 1)`;
  return rows.count;
}

/** Those that stood too long, with how far the device came. */
export async function endSystemExpired(now: Date): Promise<number> {
  const rows = await pipelineSql()`
    update firmware_assignments a set status = 'failed', status_at = ${now}, modified_at = ${now},
      reason = case when a.fetched_bytes >= v.size then 'not-reported'
        when a.fetched_bytes > 0 then 'not-finished' else 'never-fetched' end
    from firmware_versions v
    where a.status in ('offered', 'downloading') and a.expires_at <= ${now} and v.id = a.firmware_version_id`;
  return rows.count;
}

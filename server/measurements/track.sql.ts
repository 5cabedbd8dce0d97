import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { type FarKnown, reachingInto, selectFarPacks, within } from './all-packs.sql.ts';
import { MAX_TRACK_POINTS, type Track, type TrackQuery } from './series-contract.ts';

/** Where a device was: every pair of degrees at its own time, thinned evenly where there are more than a map shows. */
export async function selectTrack(tx: Tx, scope: TenantScope, query: TrackQuery & FarKnown): Promise<Track> {
  const { deviceId, from, to } = query;
  const all = (name: string) => sql`array_positions(s.names, ${name}::text)`;
  const own = sql`p.customer_id = ${scope.customerId}::uuid and p.device_id = ${deviceId}::uuid`;
  const far = await selectFarPacks(tx, scope, query);
  const those = [within({ from, to }), ...reachingInto(from, far)].map(
    (which) => sql`select * from all_packs p where ${own} and ${which}`,
  );
  const rows = await tx.execute<{
    at: string;
    latitude: number;
    longitude: number;
    radius: number | null;
    uplink_id: number;
    total: number;
  }>(sql`
    with those as (
      ${sql.join(those, sql` union all `)}
    ), places as (
      select p.time + make_interval(secs => coalesce((p.rest #>> array['t', (s.lat[k] - 1)::text])::float8, 0)) as at,
             p.v[s.lat[k]] as latitude, p.v[s.lon[k]] as longitude, nullif(p.v[s.rad[k]], 'NaN'::float8) as radius, p.uplink_id, p.id, k
      from those p
      join (select s.id, s.customer_id, ${all('latitude')} as lat, ${all('longitude')} as lon, ${all('radius')} as rad from shapes s
            where s.customer_id = ${scope.customerId}::uuid and s.names @> array['latitude', 'longitude']::text[]) s
        on s.id = p.shape_id and s.customer_id = p.customer_id
      cross join lateral generate_subscripts(s.lat, 1) k
      where p.v[s.lat[k]] between -90 and 90 and p.v[s.lon[k]] between -180 and 180
    ), told as (
      select *, row_number() over (order by at, id, k) as place, count(*) over ()::int as total from places
      where at between ${from.toISOString()}::timestamptz and ${to.toISOString()}::timestamptz)
    select at, latitude, longitude, radius, uplink_id::float8 as uplink_id, total from told
    where (place - 1) % ceil(total::float8 / ${MAX_TRACK_POINTS}::float8)::bigint = 0 or place = total order by place`);
  return {
    total: rows[0]?.total ?? 0,
    points: [...rows].map(({ at, uplink_id, latitude, longitude, radius }) => ({
      at: new Date(at),
      latitude,
      longitude,
      radius,
      uplinkId: uplink_id,
    })),
  };
}

import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { within } from './all-packs.sql.ts';
import { MAX_TRACK_POINTS, type Track, type TrackQuery } from './series-contract.ts';

/** Where a device was: packs that tell both degrees, thinned evenly where there are more than a map shows. */
export async function selectTrack(
  tx: Tx,
  scope: TenantScope,
  { deviceId, from, to }: TrackQuery,
): Promise<Track> {
  const at = (name: string) => sql`array_position(s.names, ${name}::text)`;
  const rows = await tx.execute<{
    at: string;
    latitude: number;
    longitude: number;
    radius: number | null;
    uplink_id: number;
    total: number;
  }>(sql`
    with told as (
      select p.time as at, p.v[s.lat] as latitude, p.v[s.lon] as longitude, nullif(p.v[s.rad], 'NaN'::float8) as radius, p.uplink_id,
             row_number() over (order by p.time, p.id) as place, count(*) over ()::int as total
      from all_packs p
      join (select s.id, s.customer_id, ${at('latitude')} as lat, ${at('longitude')} as lon, ${at('radius')} as rad from shapes s
            where s.customer_id = ${scope.customerId}::uuid and s.names @> array['latitude', 'longitude']::text[]) s
        on s.id = p.shape_id and s.customer_id = p.customer_id
      where p.customer_id = ${scope.customerId}::uuid and p.device_id = ${deviceId}::uuid
        and ${within({ from, to })}
        and p.v[s.lat] between -90 and 90 and p.v[s.lon] between -180 and 180)
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

import { type SQL, sql } from 'drizzle-orm';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { type KeysetTerm, keyset } from '#server/platform/keyset.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import {
  earliest,
  type FarKnown,
  nearby,
  type Reach,
  reachingInto,
  selectFarPacks,
  tellsWithin,
  within,
} from './all-packs.sql.ts';
import type { PackRest } from './contract.ts';
import type { BucketSum, FoldedDay, Stretch } from './folded.ts';
import type {
  MeasuredName,
  NamesQuery,
  PackItem,
  PacksQuery,
  SeriesPoint,
  SeriesQuery,
} from './series-contract.ts';
import { fromShape } from './shape.ts';

const KINDS = { n: 'number', s: 'text', b: 'boolean', d: 'data' } as const;

const own = (scope: TenantScope, deviceId: string) => sql`
  p.customer_id = ${scope.customerId}::uuid and p.device_id = ${deviceId}::uuid`;

const joinShapes = (scope: TenantScope) =>
  sql`join shapes s on s.id = p.shape_id and s.customer_id = ${scope.customerId}::uuid`;

export async function selectNames(
  tx: Tx,
  scope: TenantScope,
  query: NamesQuery & FarKnown,
): Promise<MeasuredName[]> {
  const those = (which: SQL, more: SQL) =>
    sql`select p.shape_id, p.time from all_packs p ${more} and ${own(scope, query.deviceId)} and ${which}`;
  const far = await selectFarPacks(tx, scope, query);
  const packs = sql.join(
    [
      those(within(query), sql`where true`),
      ...reachingInto(query.from, far).map((which) =>
        those(which, sql`${joinShapes(scope)} where ${tellsWithin(query)}`),
      ),
    ],
    sql` union all `,
  );
  const rows = await tx.execute<{
    name: string;
    units: string[];
    kind: keyof typeof KINDS;
    packs: number;
    last_at: string;
  }>(sql`
    select n.name, array_agg(distinct n.unit) filter (where n.unit <> '') as units, min(n.kind) as kind,
           sum(s.packs)::int as packs, max(s.last_at) as last_at
    from (select p.shape_id, count(*) as packs, max(p.time) as last_at from (${packs}) p group by p.shape_id) s
    join shapes on shapes.id = s.shape_id and shapes.customer_id = ${scope.customerId}::uuid
    cross join lateral (
      select distinct a.name, a.unit, substr(shapes.kinds, a.i::int, 1) as kind
      from unnest(shapes.names, shapes.units) with ordinality a(name, unit, i)) n
    group by n.name order by n.name`);
  return [...rows].map((row) => ({
    name: row.name,
    units: row.units ?? [],
    kind: KINDS[row.kind],
    packs: row.packs,
    lastAt: new Date(row.last_at),
  }));
}

/** Whole numbers add up to the same in whatever order they come. */
const wholeMs = (since: number) => sql`round((v.t - ${since}::float8) * 1000)`;

export type MetricQuery = Omit<SeriesQuery, 'names'> & FarKnown;

/**
 * One row a value of the name within the period; a pack may hold it several times, at times of its own, and a buffered one
 * reaches into the period from before and out of it. Of packs that begin within it only those of some stretches, where told.
 * Where in a shape the name stands is looked up once and not for each pack, and the time is taken as a float (EXTRACT makes a
 * numeric of it): of 2,160 packs both took four fifths of the statement.
 */
function valuesOf(
  scope: TenantScope,
  query: MetricQuery,
  name: string,
  far: readonly Date[],
  stretches: readonly Reach[] = [query],
): SQL {
  const packs = [...reachingInto(query.from, far), ...stretches.map((stretch) => within(stretch))];
  const parts = packs.map((those) => valuesOfPacks(scope, query, those));
  return sql`
  with a as materialized (
    select s.id, x.i::int as i, (x.i - 1)::text as offset_key, s.units[x.i] as unit from shapes s cross join lateral unnest(s.names) with ordinality x(name, i)
    where s.customer_id = ${scope.customerId}::uuid and s.names @> array[${name}]::text[] and x.name = ${name})
  select t, v, unit from (${sql.join(parts, sql` union all `)}) told
  where t >= ${query.from.getTime() / 1000}::float8 and t <= ${query.to.getTime() / 1000}::float8`;
}

const valuesOfPacks = (scope: TenantScope, query: MetricQuery, those: SQL): SQL => sql`
  select date_part('epoch', p.time) + case when p.rest is null then 0 else coalesce((p.rest #>> array['t', a.offset_key])::float8, 0) end as t,
         p.v[a.i] as v, a.unit
  from all_packs p join a on a.id = p.shape_id
  where ${own(scope, query.deviceId)} and ${those} ${query.decoderId ? sql`and p.decoder_id = ${query.decoderId}::uuid` : sql``}
    and p.v[a.i] <> 'NaN'::float8`;

/** Series as they were measured while that fits, else in buckets of equal width; empty ones are left out, so that a gap stays a gap. */
export async function selectSeries(
  tx: Tx,
  scope: TenantScope,
  query: MetricQuery,
  name: string,
  bucketSeconds: number,
): Promise<{ isMeasured: boolean; unit: string | null; points: SeriesPoint[] }> {
  const from = query.from.getTime() / 1000;
  const far = await selectFarPacks(tx, scope, query);
  const rows = await tx.execute<{
    t: number;
    avg: number;
    min: number;
    max: number;
    n: number;
    size: number;
    unit: string | null;
  }>(sql`
    with v as materialized (${valuesOf(scope, query, name, far)}),
      size as materialized (select count(*)::int as n, max(nullif(unit, '')) as unit from v)
    select ${from}::float8 + avg(${wholeMs(from)}) / 1000 as t, avg(v.v) as avg, min(v.v) as min, max(v.v) as max, count(*)::int as n,
           (select n from size) as size, (select unit from size) as unit
    from v
    group by case when (select n from size) <= ${query.points}::int then v.t else floor((v.t - ${from}::float8) / ${bucketSeconds}::float8) end
    order by 1`);
  const [first] = rows;
  return {
    isMeasured: first === undefined || first.size <= query.points,
    unit: first?.unit ?? null,
    points: [...rows].map(({ t, avg, min, max, n }) => ({ at: new Date(t * 1000), avg, min, max, n })),
  };
}

/** Days of the period that stand folded, of one name; where it did not occur they are there without hours. */
export async function selectFoldedDays(
  tx: Tx,
  scope: TenantScope,
  { deviceId, from, to }: MetricQuery,
  name: string,
): Promise<{ days: FoldedDay[]; unit: string | null }> {
  const rows = await tx.execute<{
    begins: number;
    unit: string | null;
    n: number[] | null;
    lo: number[] | null;
    hi: number[] | null;
    total: number[] | null;
  }>(sql`
    select extract(epoch from d.day::timestamp at time zone 'UTC')::float8 as begins, units[d.i] as unit,
           n[d.at:d.at + 23] as n, lo[d.at:d.at + 23] as lo, hi[d.at:d.at + 23] as hi, total[d.at:d.at + 23] as total
    from (
      select m.*, array_position(m.names, ${name}::text) as i, (array_position(m.names, ${name}::text) - 1) * 24 + 1 as at
      from measure_days m
      where m.customer_id = ${scope.customerId}::uuid and m.device_id = ${deviceId}::uuid and not m.stale
        and m.day >= ${from.toISOString()}::date and m.day < ${to.toISOString()}::date) d
    where d.day::timestamp at time zone 'UTC' >= ${from.toISOString()}::timestamptz order by d.day`);
  const days = [...rows].map(({ begins, n, lo, hi, total }) => ({
    begins: begins * 1000,
    n: (n ?? []).map(Number),
    lo: (lo ?? []).map(Number),
    hi: (hi ?? []).map(Number),
    total: (total ?? []).map(Number),
  }));
  return { days, unit: rows.find(({ unit }) => unit)?.unit ?? null };
}

/** Values of some stretches of a period, added up by buckets. */
export async function selectBucketSums(
  tx: Tx,
  scope: TenantScope,
  query: MetricQuery,
  name: string,
  stretches: readonly Stretch[],
  { origin, seconds }: { origin: number; seconds: number },
): Promise<{ sums: BucketSum[]; unit: string | null }> {
  const reaches = stretches.map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
  const far = await selectFarPacks(tx, scope, query);
  const rows = await tx.execute<BucketSum & { unit: string | null } & Record<string, unknown>>(sql`
    select floor((t - ${origin / 1000}::float8) / ${seconds}::float8) as bucket, count(*)::int as n,
           count(*) * ${origin / 1000}::float8 + sum(${wholeMs(origin / 1000)}) / 1000 as at, sum(v) as total,
           min(v) as lo, max(v) as hi, max(nullif(unit, '')) as unit
    from (${valuesOf(scope, query, name, far, reaches)}) v group by 1 order by 1`);
  return {
    sums: [...rows].map(({ unit: _, ...sum }) => sum),
    unit: rows.find(({ unit }) => unit)?.unit ?? null,
  };
}

interface PackPageRow extends Record<string, unknown> {
  id: number;
  uplink_id: number;
  decoder_id: string;
  time: string;
  received_at: string;
  v: number[];
  rest: PackRest | null;
  names: string[];
  units: string[];
  kinds: string;
}

const NEWEST_FIRST: KeysetTerm<PackPageRow>[] = [
  { name: 'time', desc: true, key: sql`p.time`, type: 'timestamptz', of: (row) => new Date(row.time) },
  { name: 'id', desc: true, key: sql`p.id`, type: 'bigint', of: (row) => row.id },
];

export async function selectPackPage(
  tx: Tx,
  scope: TenantScope,
  query: PacksQuery & FarKnown,
): Promise<Page<PackItem>> {
  const page = keyset<PackPageRow>(NEWEST_FIRST, query.cursor, query.limit);
  const far = await selectFarPacks(tx, scope, query);
  const begins = query.names?.length
    ? sql`${within(query)} and case when p.rest -> 't' is null then s.names && ${arrayOf(query.names, 'text')} else ${tellsWithin(query, query.names)} end`
    : within(query);
  const reaching = reachingInto(query.from, far).map(
    (those) => sql`${those} and ${tellsWithin(query, query.names)}`,
  );
  const parts = [begins, ...reaching];
  const rowsIn = (reach: Reach) =>
    tx.execute<PackPageRow>(sql`
    select * from (${sql.join(
      parts.map(
        (those) => sql`
      select p.id::float8 as id, p.uplink_id::float8 as uplink_id, p.decoder_id, p.time, p.received_at, p.v, p.rest, s.names, s.units, s.kinds
      from all_packs p ${joinShapes(scope)}
      where ${own(scope, query.deviceId)} and ${those} and ${page.where} and ${within(reach)}`,
      ),
      sql` union all `,
    )}) p order by ${sql.join(page.orderBy, sql`, `)} limit ${page.limit}`);
  const [from, to] = [query.from.getTime() / 1000, query.to.getTime() / 1000];
  let rows: PackPageRow[] = [];
  for (const reach of nearby(page, { from: earliest(query.from, far), to: query.to })) {
    rows = await rowsIn(reach);
    if (rows.length >= page.limit) break;
  }
  return page.pageOf(rows, (row) => ({
    id: row.id,
    uplinkId: row.uplink_id,
    decoderId: row.decoder_id,
    time: new Date(row.time),
    receivedAt: new Date(row.received_at),
    records: fromShape(row, { time: new Date(row.time), v: row.v.map(Number), rest: row.rest }).filter(
      ({ n, t }) => (!query.names?.length || query.names.includes(n)) && t >= from && t <= to,
    ),
  }));
}

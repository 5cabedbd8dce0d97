import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import type { Page } from '#server/platform/contract.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FarKnown } from './all-packs.sql.ts';
import { findTold } from './find-kept.ts';
import { foldedPoints, gapsOf, hourBuckets } from './folded.ts';
import {
  type MetricQuery,
  selectBucketSums,
  selectFoldedDays,
  selectNames,
  selectPackPage,
  selectSeries,
} from './repository.ts';
import { selectMeasurementRows } from './rows.sql.ts';
import { toldOf } from './rules.ts';
import type {
  MeasuredName,
  MeasurementRow,
  NamesQuery,
  PackItem,
  PacksQuery,
  Series,
  SeriesQuery,
  Track,
  TrackQuery,
} from './series-contract.ts';
import { selectTrack } from './track.sql.ts';

export async function listNames(actor: Actor, query: NamesQuery): Promise<MeasuredName[]> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    const told = await toldOfDevice(tx, scope, query);
    return told ? selectNames(tx, scope, told) : [];
  });
}

/** One or two metrics over a range: as measured while that fits, else in buckets that keep the extremes. */
export async function getSeries(actor: Actor, query: SeriesQuery): Promise<Series[]> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    const told = await toldOfDevice(tx, scope, query);
    const series: Series[] = [];
    for (const name of new Set(query.names))
      series.push(told ? await selectMetric(tx, scope, told, name) : empty(name));
    return series;
  });
}

/** What may be told of a device's period: the cut stands in what is asked for, so that statements and plans are the same. */
async function toldOfDevice<Q extends { deviceId: string; from: Date; to: Date }>(
  tx: Tx,
  scope: TenantScope,
  query: Q,
): Promise<(Q & FarKnown) | null> {
  const { since, hasFar } = await findTold(tx, scope, query.deviceId);
  return toldOf({ ...query, hasFar }, since);
}

const empty = (name: string): Series => ({ name, unit: null, bucketSeconds: null, points: [] });

/** For another use case, in its transaction, once it is known that the device may be read. */
export async function selectMetric(
  tx: Tx,
  scope: TenantScope,
  query: MetricQuery,
  name: string,
): Promise<Series> {
  const [from, to] = [query.from.getTime(), query.to.getTime()];
  // A trifle wider, so that the last moment is in the last bucket and not in one of its own.
  const width = ((to - from) / 1000 / query.points) * (1 + 1e-9);
  const folded =
    width < FOLDED_FROM_SECONDS || query.decoderId ? null : await selectFoldedDays(tx, scope, query, name);
  const gaps = folded && gapsOf({ from, to }, folded.days);
  if (folded && gaps && folded.days.length > 0 && gaps.length <= MOST_GAPS) {
    const buckets = hourBuckets({ from, to }, query.points);
    const { sums, unit } = await selectBucketSums(tx, scope, query, name, gaps, buckets);
    const points = foldedPoints(folded.days, sums, buckets);
    return { name, unit: folded.unit ?? unit, bucketSeconds: buckets.seconds, points };
  }
  const { isMeasured, unit, points } = await selectSeries(tx, scope, query, name, width);
  return { name, unit, bucketSeconds: isMeasured ? null : width, points };
}

/** Buckets of less than an hour need more than the hours of folded days. */
const FOLDED_FROM_SECONDS = 3600;
/** Each is a statement's worth of work of its own: a device that is folded now and then only is read from its packs. */
const MOST_GAPS = 20;

/** The packs themselves, newest first, for the table beside the graph and for programs. */
export async function listPacks(actor: Actor, query: PacksQuery): Promise<Page<PackItem>> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    const told = await toldOfDevice(tx, scope, query);
    return told ? selectPackPage(tx, scope, told) : { items: [], next: null, prev: null };
  });
}

/** The same as a table: filtered, sorted, exported. */
export async function listMeasurementRows(
  actor: Actor,
  { id, query }: { id: string; query: TableQuery },
): Promise<TablePage<MeasurementRow>> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    return selectMeasurementRows(tx, scope, { id, ...(await findTold(tx, scope, id)) }, query);
  });
}

export async function getTrack(actor: Actor, query: TrackQuery): Promise<Track> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    const told = await toldOfDevice(tx, scope, query);
    return told ? selectTrack(tx, scope, told) : { total: 0, points: [] };
  });
}

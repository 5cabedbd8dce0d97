import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import type { Page } from '#server/platform/contract.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { foldedPoints, gapsOf, hourBuckets } from './folded.ts';
import {
  selectBucketSums,
  selectFoldedDays,
  selectNames,
  selectPackPage,
  selectSeries,
} from './repository.ts';
import { selectMeasurementRows } from './rows.sql.ts';
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
    await findDevice(tx, scope, query.deviceId);
    return selectNames(tx, scope, query);
  });
}

/** One or two metrics over a range: as measured while that fits, else in buckets that keep the extremes. */
export async function getSeries(actor: Actor, query: SeriesQuery): Promise<Series[]> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, query.deviceId);
    const series: Series[] = [];
    for (const name of new Set(query.names)) series.push(await selectMetric(tx, scope, query, name));
    return series;
  });
}

/** For another use case, in its transaction, once it is known that the device may be read. */
export async function selectMetric(
  tx: Tx,
  scope: TenantScope,
  query: Omit<SeriesQuery, 'names'>,
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
    await findDevice(tx, scope, query.deviceId);
    return selectPackPage(tx, scope, query);
  });
}

/** The same as a table: filtered, sorted, exported. */
export async function listMeasurementRows(
  actor: Actor,
  { id, query }: { id: string; query: TableQuery },
): Promise<TablePage<MeasurementRow>> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return selectMeasurementRows(tx, scope, id, query);
  });
}

export async function getTrack(actor: Actor, query: TrackQuery): Promise<Track> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, query.deviceId);
    return selectTrack(tx, scope, query);
  });
}

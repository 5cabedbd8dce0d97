import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import type { Page } from '#server/platform/contract.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectNames, selectPackPage, selectSeries, selectSeriesSize } from './repository.ts';
import type {
  MeasuredName,
  NamesQuery,
  PackItem,
  PacksQuery,
  Series,
  SeriesQuery,
} from './series-contract.ts';

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
  const { n, unit } = await selectSeriesSize(tx, scope, query, name);
  // A trifle wider, so that the last moment is in the last bucket and not in one of its own.
  const width = ((query.to.getTime() - query.from.getTime()) / 1000 / query.points) * (1 + 1e-9);
  const bucketSeconds = n > query.points ? width : null;
  const points = n === 0 ? [] : await selectSeries(tx, scope, query, name, bucketSeconds);
  return { name, unit, bucketSeconds, points };
}

/** The packs themselves, newest first, for the table beside the graph and for programs. */
export async function listPacks(actor: Actor, query: PacksQuery): Promise<Page<PackItem>> {
  const scope = authorize(actor, 'measurements.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, query.deviceId);
    return selectPackPage(tx, scope, query);
  });
}

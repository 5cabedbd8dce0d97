import { batchSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import type { DecodedPack } from '../decode/uplink.ts';
import { staleLeases, uplinksRecorded } from '../metrics.ts';
import { type DecodedUplink, type DeviceChange, deviceChanges } from './changes.ts';
import type { DeviceStates } from './device-states.ts';
import { stillQueued } from './queue.sql.ts';
import { type Fence, type Recorded, type RecordRows, TwinMovedError, writeRecords } from './record.sql.ts';
import { ShapeIds } from './shape-ids.sql.ts';

/** A delivery as it was recorded: the row, and the values to make its message of without reading them again. */
export interface RecordedDelivery {
  id: number;
  customerId: string;
  destinationId: string;
  deviceId: string;
  flowId: string;
  uplinkId: number;
  packId: number;
  receivedAt: Date;
  shard: number;
  urn: string;
  pack: DecodedPack;
}

export interface RecordContext {
  worker: string;
  states: DeviceStates;
  /** The token under which a shard is ours; undefined when it is not. */
  tokenOf(shard: number): number | undefined;
  urnOf(deviceId: string): string;
  now(): Date;
}

const shapeIds = new ShapeIds();

const TWIN_TRIES = 5;

/** Records a decoded batch of one customer in one transaction and answers with the deliveries it made, in order. */
export async function recordBatch(
  decoded: readonly DecodedUplink[],
  context: RecordContext,
): Promise<RecordedDelivery[]> {
  let batch = decoded;
  for (let tries = 1; batch.length > 0; tries++) {
    const deviceIds = new Set(batch.map(({ uplink }) => uplink.deviceId));
    const changes = deviceChanges(batch, await context.states.of(deviceIds));
    const { rows, deliveries } = await rowsOf(batch, changes, context);
    try {
      const recorded = await writeRecords(batchSql(), rows);
      if (tellStale(batch, recorded)) context.states.forget(deviceIds);
      else context.states.written(changes);
      return numbered(deliveries, rows, recorded);
    } catch (error) {
      context.states.forget(deviceIds);
      if (!(error instanceof TwinMovedError) || tries >= TWIN_TRIES) throw error;
      const left = await stillQueued(batch.map(({ uplink }) => uplink.id));
      batch = batch.filter(({ uplink }) => left.has(uplink.id));
    }
  }
  return [];
}

/** Whether rows of the batch were not ours to record. */
function tellStale(batch: readonly DecodedUplink[], recorded: Recorded): boolean {
  uplinksRecorded.inc(recorded.uplinks.size);
  const lost = batch.filter(({ uplink }) => !recorded.uplinks.has(uplink.id));
  if (lost.length === 0) return false;
  staleLeases.inc();
  log.warn(
    {
      code: 'pipeline.stale-lease',
      uplinks: lost.length,
      shards: [...new Set(lost.map((d) => d.uplink.shard))],
    },
    'stale_lease',
  );
  return true;
}

/** Ids are the database's: until they are known, 0. `deliveries` and their rows go side by side. */
const NO_ID = 0;

function numbered(deliveries: RecordedDelivery[], rows: RecordRows, recorded: Recorded): RecordedDelivery[] {
  for (const [ord, delivery] of deliveries.entries()) {
    delivery.id = recorded.deliveries.get(ord) ?? NO_ID;
    delivery.packId = recorded.packs.get(rows.deliveries[ord]?.p ?? -1) ?? NO_ID;
  }
  return deliveries.filter(({ id, packId }) => id !== NO_ID && packId !== NO_ID);
}

async function rowsOf(
  batch: readonly DecodedUplink[],
  changes: readonly DeviceChange[],
  context: RecordContext,
): Promise<{ rows: RecordRows; deliveries: RecordedDelivery[] }> {
  const ids = await shapeIds.idsOf(
    batch.flatMap(({ uplink, runs }) =>
      runs.flatMap(({ outcome }) =>
        outcome.pack ? [{ customerId: uplink.customerId, shape: outcome.pack }] : [],
      ),
    ),
  );
  const deliveries: RecordedDelivery[] = [];
  const rows: RecordRows = {
    worker: context.worker,
    customerId: (batch[0] as DecodedUplink).uplink.customerId,
    fences: fencesOf(batch, context),
    uplinkIds: batch.map(({ uplink }) => uplink.id),
    packs: [],
    deliveries: [],
    sendAt: context.now(),
    failures: [],
    devices: changes.map(rowOfDevice),
    twins: {
      reported: changes.map(({ reported }) => reported),
      observed: changes.map(({ observed }) => observed),
    },
  };
  for (const one of batch) addRuns(one, rows, deliveries, ids, context);
  return { rows, deliveries };
}

function rowOfDevice({ deviceId, version, activity }: DeviceChange): RecordRows['devices'][number] {
  return {
    d: deviceId,
    v: version,
    at: activity?.lastMessageAt ?? null,
    u: activity?.lastUplinkId ?? null,
    s: activity?.lastSignal ?? null,
    sf: activity?.lastSpreadingFactor ?? null,
    i: activity?.intervalSeconds ?? null,
  };
}

function fencesOf(batch: readonly DecodedUplink[], { tokenOf }: RecordContext): Fence[] {
  const shards = new Set(batch.map(({ uplink }) => uplink.shard));
  return [...shards].flatMap((shard) => {
    const token = tokenOf(shard);
    return token === undefined ? [] : [{ shard, token }];
  });
}

function addRuns(
  { uplink, runs }: DecodedUplink,
  rows: RecordRows,
  deliveries: RecordedDelivery[],
  ids: ReadonlyMap<string, number>,
  context: RecordContext,
): void {
  const { id: u, customerId: c, deviceId: d, receivedAt: r, shard: h } = uplink;
  for (const { planned, outcome } of runs) {
    const { decoderId: de, versionId: dv, pack, fault, logs } = outcome;
    if (fault) rows.failures.push({ u, de, dv, e: fault, l: logs.length ? logs : null });
    if (!pack) continue;
    const sh = ids.get(shapeIds.keyOf(c, pack));
    if (sh === undefined) throw new Error('a shape has no id');
    const o = rows.packs.length;
    const re = logs.length ? { ...pack.rest, logs } : pack.rest;
    rows.packs.push({ o, u, de, dv, t: pack.time, sh, v: `{${pack.v.join(',')}}`, re });
    for (const { flowId, destinationId } of planned.routes) {
      rows.deliveries.push({ o: rows.deliveries.length, p: o, de: destinationId, f: flowId });
      const urn = context.urnOf(d);
      deliveries.push({
        id: NO_ID,
        packId: NO_ID,
        customerId: c,
        destinationId,
        deviceId: d,
        flowId,
        uplinkId: u,
        receivedAt: r,
        shard: h,
        urn,
        pack,
      });
    }
  }
}

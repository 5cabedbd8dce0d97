import { pipelineSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import type { DecodedPack } from '../decode/uplink.ts';
import { staleLeases, uplinksRecorded } from '../metrics.ts';
import { type DecodedUplink, type DeviceState, deviceChanges } from './changes.ts';
import { stillQueued } from './queue.sql.ts';
import {
  type Fence,
  type Recorded,
  type RecordRows,
  readDeviceStates,
  TwinMovedError,
  writeRecords,
} from './record.sql.ts';
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
  /** The token under which a shard is ours; undefined when it is not. */
  tokenOf(shard: number): number | undefined;
  urnOf(deviceId: string): string;
  now(): Date;
}

const shapeIds = new ShapeIds();

const TWIN_TRIES = 5;

/** Records a decoded batch in one transaction and answers with the deliveries that it made, in order. */
export async function recordBatch(
  decoded: readonly DecodedUplink[],
  states: ReadonlyMap<string, DeviceState>,
  context: RecordContext,
): Promise<RecordedDelivery[]> {
  let batch = decoded;
  let known = states;
  for (let tries = 1; ; tries++) {
    const { rows, deliveries } = await rowsOf(batch, known, context);
    try {
      const recorded = await writeRecords(pipelineSql(), rows);
      tellStale(batch, recorded);
      return numbered(deliveries, recorded);
    } catch (error) {
      if (!(error instanceof TwinMovedError) || tries >= TWIN_TRIES) throw error;
      const left = await stillQueued(batch.map(({ uplink }) => uplink.id));
      batch = batch.filter(({ uplink }) => left.has(uplink.id));
      known = await readDeviceStates(pipelineSql(), [...new Set(batch.map(({ uplink }) => uplink.deviceId))]);
    }
  }
}

function tellStale(batch: readonly DecodedUplink[], recorded: Recorded): void {
  uplinksRecorded.inc(recorded.uplinks.size);
  const lost = batch.filter(({ uplink }) => !recorded.uplinks.has(uplink.id));
  if (lost.length === 0) return;
  staleLeases.inc();
  log.warn(
    {
      code: 'pipeline.stale-lease',
      uplinks: lost.length,
      shards: [...new Set(lost.map((d) => d.uplink.shard))],
    },
    'stale_lease',
  );
}

type UnnumberedDelivery = Omit<RecordedDelivery, 'id' | 'packId'> & { packOrd: number };

function numbered(deliveries: UnnumberedDelivery[], recorded: Recorded): RecordedDelivery[] {
  return deliveries.flatMap(({ packOrd, ...delivery }, ord) => {
    const id = recorded.deliveries.get(ord);
    const packId = recorded.packs.get(packOrd);
    return id === undefined || packId === undefined ? [] : [{ ...delivery, id, packId }];
  });
}

async function rowsOf(
  batch: readonly DecodedUplink[],
  states: ReadonlyMap<string, DeviceState>,
  context: RecordContext,
): Promise<{ rows: RecordRows; deliveries: UnnumberedDelivery[] }> {
  const { twins, activities } = deviceChanges(batch, states);
  const ids = await shapeIds.idsOf(
    batch.flatMap(({ uplink, runs }) =>
      runs.flatMap(({ outcome }) =>
        outcome.pack ? [{ customerId: uplink.customerId, shape: outcome.pack }] : [],
      ),
    ),
  );
  const deliveries: UnnumberedDelivery[] = [];
  const rows: RecordRows = {
    worker: context.worker,
    fences: fencesOf(batch, context),
    uplinks: batch.map(({ uplink }) => ({ id: uplink.id, h: uplink.shard })),
    packs: [],
    deliveries: [],
    failures: [],
    twins: twins.map((t) => ({
      d: t.deviceId,
      c: t.customerId,
      h: t.shard,
      r: t.reported,
      o: t.observed,
      v: t.version,
    })),
    activities: activities.map((a) => ({
      d: a.deviceId,
      c: a.customerId,
      h: a.shard,
      at: a.lastMessageAt,
      u: a.lastUplinkId,
      s: a.lastSignal,
      sf: a.lastSpreadingFactor,
      i: a.intervalSeconds,
    })),
  };
  for (const one of batch) addRuns(one, rows, deliveries, ids, context);
  return { rows, deliveries };
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
  deliveries: UnnumberedDelivery[],
  ids: ReadonlyMap<string, number>,
  context: RecordContext,
): void {
  const { id: u, customerId: c, deviceId: d, receivedAt: r, shard: h } = uplink;
  for (const { planned, outcome } of runs) {
    const { decoderId: de, versionId: dv, pack, fault, logs } = outcome;
    if (fault) rows.failures.push({ u, de, dv, c, d, r, e: fault, l: logs.length ? logs : null });
    if (!pack) continue;
    const sh = ids.get(shapeIds.keyOf(c, pack));
    if (sh === undefined) throw new Error('a shape has no id');
    const o = rows.packs.length;
    const re = logs.length ? { ...pack.rest, logs } : pack.rest;
    rows.packs.push({ o, u, c, d, r, de, dv, t: pack.time, sh, v: `{${pack.v.join(',')}}`, re });
    for (const { flowId, destinationId } of planned.routes) {
      const ord = rows.deliveries.length;
      rows.deliveries.push({ o: ord, p: o, c, de: destinationId, d, f: flowId, u, r, h, n: context.now() });
      const urn = context.urnOf(d);
      deliveries.push({
        packOrd: o,
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

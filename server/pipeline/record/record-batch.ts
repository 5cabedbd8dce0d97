import { batchSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import { urnOfEvent } from '#server/protocols/device-event.ts';
import { frameFacts } from '../accept/message.ts';
import { alreadyStored, type UnstoredRows, unstoredRows } from '../accept/store.sql.ts';
import type { DecodedPack } from '../decode/uplink.ts';
import { type Fenced, fencesOf, stillHeld } from '../fence.sql.ts';
import { staleLeases, uplinksRecorded } from '../metrics.ts';
import { type DecodedUplink, type DeviceChange, deviceChanges } from './changes.ts';
import type { DeviceStates } from './device-states.ts';
import { stillQueued } from './queue.sql.ts';
import { type Recorded, type RecordRows, TwinMovedError, writeRecords } from './record.sql.ts';
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
  /** It waits for its partners. */
  isHeld: boolean;
}

export interface RecordContext {
  worker: string;
  states: DeviceStates;
  /** The token under which a shard is ours; undefined when it is not. */
  tokenOf(shard: number): number | undefined;
  now(): Date;
}

const shapeIds = new ShapeIds();

const TWIN_TRIES = 5;

/** The messages lie in the stream and are another worker's now: nothing was written, and nothing may be acknowledged. */
export class StaleLeaseError extends Error {
  override readonly name = 'StaleLeaseError';
}

/**
 * Records a decoded batch of one customer in one transaction and answers with the deliveries it made, in order. The batch is
 * either of rows that wait in the queue or of messages that are not stored yet.
 */
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
      batch = await stillToRecord(batch, rows);
    }
  }
  return [];
}

async function stillToRecord(batch: readonly DecodedUplink[], rows: RecordRows): Promise<DecodedUplink[]> {
  if (rows.unstored) return stillToStore(batch, rows, rows.unstored);
  const left = await stillQueued(batch.map(({ uplink }) => uplink.id));
  return batch.filter(({ uplink }) => left.has(uplink.id));
}

/** Without those whose identity stands there: recorded before, by us or by who had the shard before us. */
async function stillToStore(
  batch: readonly DecodedUplink[],
  fenced: Fenced,
  unstored: UnstoredRows,
): Promise<DecodedUplink[]> {
  const held = await stillHeld(batchSql(), fenced);
  const notOurs = batch.filter(({ uplink }) => !held.has(uplink.shard));
  if (notOurs.length > 0) {
    tellNotOurs(notOurs);
    throw new StaleLeaseError('The shard is another worker’s');
  }
  const stored = await alreadyStored(batchSql(), unstored);
  return batch.filter((_, ord) => !stored.has(ord));
}

/** Whether rows of the batch were not ours to record. */
function tellStale(batch: readonly DecodedUplink[], recorded: Recorded): boolean {
  uplinksRecorded.inc(recorded.uplinks.size);
  const lost = batch.filter(({ uplink }) => !recorded.uplinks.has(uplink.id));
  if (lost.length > 0) tellNotOurs(lost);
  return lost.length > 0;
}

function tellNotOurs(lost: readonly DecodedUplink[]): void {
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
    fences: fencesOf(
      batch.map(({ uplink }) => uplink.shard),
      context.tokenOf,
    ),
    uplinkIds: batch.map(({ uplink }) => uplink.id),
    unstored: await unstoredOf(batch),
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
  for (const one of batch) addRuns(one, rows, deliveries, ids);
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

async function unstoredOf(batch: readonly DecodedUplink[]): Promise<UnstoredRows | null> {
  const messages = batch.flatMap(({ uplink }) => uplink.unstored ?? []);
  if (messages.length === 0) return null;
  if (messages.length < batch.length) throw new Error('a batch is stored, or it is not');
  return unstoredRows(
    messages,
    batch.map(({ uplink }) => uplink.id),
  );
}

/** A network tells a frame's location later by its counter, or under the identifier that it gave the frame. */
function framesOf({ event }: DecodedUplink['uplink']): string[] {
  const { fCntUp } = frameFacts(event);
  const told = event.identity.slice(event.identity.indexOf(':') + 1);
  return fCntUp === null ? [told] : [told, `fCntUp ${fCntUp}`];
}

function addRuns(
  { uplink, runs }: DecodedUplink,
  rows: RecordRows,
  deliveries: RecordedDelivery[],
  ids: ReadonlyMap<string, number>,
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
    for (const { flowId, destinationId, holdSeconds: w } of planned.routes) {
      rows.deliveries.push({
        o: rows.deliveries.length,
        p: o,
        de: destinationId,
        f: flowId,
        w,
        fr: w === undefined ? w : framesOf(uplink),
      });
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
        urn: urnOfEvent(uplink.event),
        pack,
        isHeld: w !== undefined,
      });
    }
  }
}

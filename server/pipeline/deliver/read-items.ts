import type { MergedPack } from '#server/deliveries/merged-contract.ts';
import { log } from '#server/platform/log.ts';
import { urnOfEvent } from '#server/protocols/device-event.ts';
import type { RoutedDevice } from '../decode/topology.ts';
import type { Directory } from '../directory.ts';
import { readEvents } from '../record/queue.sql.ts';
import { type KeptPack, type NamedPack, readPacks, readWaiting, type WaitingRow } from './deliver.sql.ts';
import { type DestinationLane, HELD } from './destination-lane.ts';
import type { DeliveryItem } from './item.ts';
import { type MessagePart, mergedBody } from './merged-body.ts';

/** Fills a lane's room from the table. */
export async function refill(
  lane: DestinationLane,
  now: Date,
  from: {
    leases: { mayWork(shard: number): boolean; workable(): number[] };
    devices: Directory<string, RoutedDevice>;
    /** Rows that are dealt with and may still stand in the table. */
    unwritten: number[];
  },
): Promise<void> {
  const { leases, devices, unwritten } = from;
  const limit = Math.max(1, Math.min(lane.room(now), HELD / 2));
  const { letGoes } = lane;
  lane.reading = true;
  lane.missed = false;
  try {
    const items = await readItems(lane, { shards: leases.workable(), unwritten, limit, devices, now });
    const isCurrent = lane.letGoes === letGoes;
    for (const item of items) if (isCurrent && leases.mayWork(item.shard)) lane.hold(item, now);
    // What was turned away while we read may not have been among it.
    lane.overflow = items.length === limit || lane.missed;
  } catch (err) {
    log.warn({ err, destinationId: lane.id }, 'waiting deliveries could not be read');
  } finally {
    lane.reading = false;
  }
}

/** Rows of the table that are not in memory, as messages ready to be sent; in order. */
async function readItems(
  lane: DestinationLane,
  options: {
    shards: number[];
    unwritten: number[];
    limit: number;
    devices: Directory<string, RoutedDevice>;
    now: Date;
  },
): Promise<DeliveryItem[]> {
  const { shards, unwritten, limit } = options;
  const heldIds = [...lane.queues.ids(), ...unwritten];
  const rows = await readWaiting(lane.id, { shards, heldIds, fullDevices: [...lane.fullDevices], limit });
  const others = rows.flatMap(({ merged, deviceId }) =>
    (merged ?? []).map((one) => partnerOf(one, deviceId)),
  );
  const [urns, packs] = await Promise.all([
    urnsOf([...rows, ...others], options.devices),
    others.length > 0 ? readPacks(others) : new Map<number, KeptPack>(),
  ]);
  return rows.map(({ time, v, rest, names, units, kinds, nextAt, merged, ...row }) => {
    const deviceUrn = urns.get(row.uplinkId) ?? '';
    const parts = (merged ?? []).flatMap(({ packId, uplinkId }) =>
      partOf(packs.get(packId), urns.get(uplinkId) ?? deviceUrn),
    );
    const own = partOf({ time, v, rest, names, units, kinds }, deviceUrn);
    const body = own.length > 0 ? mergedBody([...own, ...parts]) : null;
    return {
      ...row,
      customerId: lane.customerId,
      destinationId: lane.id,
      // What was never tried is due, whatever the clock of who recorded it said.
      nextAt: row.attempts === 0 ? Math.min(nextAt.getTime(), options.now.getTime()) : nextAt.getTime(),
      deviceUrn,
      body,
    };
  });
}

function partnerOf(
  { packId, uplinkId, receivedAt }: MergedPack,
  deviceId: string,
): NamedPack & Pick<WaitingRow, 'uplinkId'> {
  return { packId, uplinkId, deviceId, receivedAt: new Date(receivedAt) };
}

function partOf(pack: KeptPack | undefined, urn: string): MessagePart[] {
  if (!pack?.time) return [];
  const { time, v, rest, names, units, kinds } = pack;
  return [{ urn, shape: { names, units, kinds }, row: { time, v, rest } }];
}

/**
 * The base names that their messages came by. Of a device of one network there is one; of the others the message itself is
 * asked, and where it is gone with its partition the device's first stands in.
 */
async function urnsOf(
  rows: readonly Pick<WaitingRow, 'uplinkId' | 'deviceId' | 'receivedAt'>[],
  devices: Directory<string, RoutedDevice>,
): Promise<Map<number, string>> {
  const known = await devices.findAll(new Set(rows.map(({ deviceId }) => deviceId)));
  const several = rows.filter(({ deviceId }) => (known.get(deviceId)?.urns.length ?? 0) > 1);
  const asked = several.map(({ uplinkId, receivedAt }) => ({ id: uplinkId, receivedAt }));
  const told = asked.length ? await readEvents(asked) : null;
  return new Map(
    rows.map(({ uplinkId, deviceId }) => {
      const event = told?.get(uplinkId)?.event;
      return [uplinkId, event ? urnOfEvent(event) : (known.get(deviceId)?.urns[0] ?? '')];
    }),
  );
}

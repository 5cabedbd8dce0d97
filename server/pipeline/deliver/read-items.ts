import type { RoutedDevice } from '../decode/topology.ts';
import type { Directory } from '../directory.ts';
import { readWaiting } from './deliver.sql.ts';
import type { DestinationLane } from './destination-lane.ts';
import { type DeliveryItem, messageBody } from './item.ts';

/** Rows of the table that are not in memory, as messages ready to be sent; in order. */
export async function readItems(
  lane: DestinationLane,
  options: { shards: number[]; unwritten: number[]; limit: number; devices: Directory<string, RoutedDevice> },
): Promise<DeliveryItem[]> {
  const { shards, unwritten, limit } = options;
  const heldIds = [...lane.queues.ids(), ...unwritten];
  const rows = await readWaiting(lane.id, { shards, heldIds, fullDevices: [...lane.fullDevices], limit });
  const known = await options.devices.findAll(new Set(rows.map(({ deviceId }) => deviceId)));
  return rows.map(({ time, v, rest, names, units, kinds, nextAt, ...row }) => {
    const deviceUrn = known.get(row.deviceId)?.urn ?? '';
    const body = time === null ? null : messageBody(deviceUrn, { names, units, kinds }, { time, v, rest });
    return {
      ...row,
      customerId: lane.customerId,
      destinationId: lane.id,
      nextAt: nextAt.getTime(),
      deviceUrn,
      body,
    };
  });
}

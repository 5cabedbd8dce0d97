import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { simulatedNetworkDownlinks as queue } from '#db/schema/downlinks.ts';
import { loraConnections } from '#db/schema/lora-networks.ts';
import { simulatedNetworkDevices } from '#db/schema/lora-registrations.ts';
import { simulatedDevices } from '#db/schema/lora-simulator.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';
import { simulatedDeviceSchema, simulatedMemorySchema } from './contract.ts';
import type { QueuedDownlink } from './network-downlink.ts';
import { nextMessageAt } from './schedule.ts';
import type { LivingDevice } from './wake.ts';

export interface KeptDevice extends LivingDevice {
  customerId: string;
  nextAt: Date;
  /** The built-in network server was told not to listen to it. */
  isDeactivated: boolean;
}

const memoryPlace = (devEui: string) => `simulated_devices|memory|${devEui}`;

/** Keeps devices with their memory after `now`, so that they go on from there. */
export async function insertSimulatedDevicesSystem(
  devices: readonly (LivingDevice & { customerId: string })[],
  now: Date,
): Promise<void> {
  await pipelineDatabase().transaction(async (tx) => {
    for (const { customerId, name, device, memory, connection } of devices) {
      await tx.insert(simulatedDevices).values({
        devEui: device.devEui,
        customerId,
        connectionId: connection.id,
        name,
        device,
        memory: await sealMemory(tx, customerId, device.devEui, memory),
        nextAt: nextMessageAt(device, now),
      });
    }
  });
}

async function sealMemory(tx: Tx, customerId: string, devEui: string, memory: unknown): Promise<string> {
  return seal(await dataKeyOf(tx, customerId), memoryPlace(devEui), JSON.stringify(memory));
}

/**
 * Has each device that is due do its work and keeps what it then remembers. Devices that another process has in hand
 * are left to it.
 */
export async function withDueDevicesSystem<T>(
  now: Date,
  limit: number,
  work: (kept: KeptDevice) => { result: T; nextAt: Date | null },
): Promise<T[]> {
  return pipelineDatabase().transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(simulatedDevices)
      .where(lte(simulatedDevices.nextAt, now))
      .orderBy(simulatedDevices.nextAt)
      .limit(limit)
      .for('update', { skipLocked: true });
    const connections = await connectionsOf(tx, [...new Set(rows.map((row) => row.connectionId))]);
    const devEuis = rows.map((row) => row.devEui);
    const deactivated = await deactivatedAmong(tx, devEuis);
    const queues = await queuedFor(tx, devEuis);
    const results: T[] = [];
    for (const row of rows) {
      const connection = connections.get(row.connectionId);
      if (!connection || !row.nextAt) continue;
      const dataKey = await dataKeyOf(tx, row.customerId);
      const memory = simulatedMemorySchema.parse(
        JSON.parse(unseal(dataKey, memoryPlace(row.devEui), row.memory)),
      );
      const device = simulatedDeviceSchema.parse(row.device);
      const { customerId, name } = row;
      const isDeactivated = deactivated.has(row.devEui);
      const queued = queues.get(row.devEui) ?? null;
      const kept = {
        customerId,
        name,
        device,
        memory,
        connection,
        nextAt: row.nextAt,
        isDeactivated,
        queued,
      };
      const { result, nextAt } = work(kept);
      results.push(result);
      const sent = memory.network.openDownlink?.queueItemId;
      if (sent && sent === queued?.queueItem) await tx.delete(queue).where(eq(queue.queueItem, sent));
      await tx
        .update(simulatedDevices)
        .set({ memory: await sealMemory(tx, row.customerId, row.devEui, memory), nextAt, modifiedAt: now })
        .where(eq(simulatedDevices.devEui, row.devEui));
    }
    return results;
  });
}

/** The first in each queue. */
async function queuedFor(tx: Tx, devEuis: string[]): Promise<Map<string, QueuedDownlink>> {
  if (devEuis.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([queue.devEui], {
      devEui: queue.devEui,
      queueItem: queue.queueItem,
      fPort: queue.fPort,
      payload: queue.payload,
    })
    .from(queue)
    .where(inArray(queue.devEui, devEuis))
    .orderBy(asc(queue.devEui), asc(queue.id));
  return new Map(rows.map(({ devEui, ...queued }) => [devEui, queued]));
}

async function deactivatedAmong(tx: Tx, devEuis: string[]): Promise<Set<string>> {
  if (devEuis.length === 0) return new Set();
  const { devEui, status } = simulatedNetworkDevices;
  const rows = await tx
    .select({ devEui })
    .from(simulatedNetworkDevices)
    .where(and(inArray(devEui, devEuis), eq(status, 'deactivated')));
  return new Set(rows.map((row) => row.devEui));
}

async function connectionsOf(tx: Tx, ids: string[]): Promise<Map<string, LivingDevice['connection']>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.select().from(loraConnections).where(inArray(loraConnections.id, ids));
  const found = new Map<string, LivingDevice['connection']>();
  for (const { id, customerId, provider, secret } of rows) {
    const plain = unseal(await dataKeyOf(tx, customerId), `lora_connections|secret|${id}`, secret);
    found.set(id, { id, provider, secret: plain });
  }
  return found;
}

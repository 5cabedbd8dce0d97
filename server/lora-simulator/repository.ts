import { asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { loraBindings } from '#db/schema/devices.ts';
import { simulatedNetworkDownlinks as queue } from '#db/schema/downlinks.ts';
import { loraConnections } from '#db/schema/lora-networks.ts';
import { simulatedNetworkDevices } from '#db/schema/lora-registrations.ts';
import { simulatedDevices } from '#db/schema/lora-simulator.ts';
import { appKeyPlace } from '#server/devices/lora-keys.ts';
import { knownKeyPlace } from '#server/drivers/lora-networks/simulated/devices.sql.ts';
import { selectSystemConnectionSecrets } from '#server/lora-networks/connection-secrets.sql.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import { unseal } from '#server/platform/secrets.ts';
import { simulatedDeviceSchema } from './contract.ts';
import { openMemory, sealMemory, takeKeys } from './memory.ts';
import type { QueuedDownlink } from './network-downlink.ts';
import { nextMessageAt } from './schedule.ts';
import type { LivingDevice } from './wake.ts';

export interface KeptDevice extends LivingDevice {
  customerId: string;
  nextAt: Date;
  /** The built-in network server was told not to listen to it. */
  isDeactivated: boolean;
}

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
        connectionCustomerId: sql`(select customer_id from ${loraConnections} where id = ${connection.id}::uuid)`,
        connectionId: connection.id,
        name,
        device,
        memory: await sealMemory(tx, { customerId, devEui: device.devEui }, memory),
        nextAt: nextMessageAt(device, now),
      });
    }
  });
}

/** Those in the field that stand in the portal and at the built-in network server: from then on their devices' own. */
export async function adoptRegisteredSystem(): Promise<void> {
  await pipelineDatabase().execute(sql`
    update simulated_devices s set device_id = r.device_id, modified_at = now()
    from lora_registrations r join simulated_network_devices k on k.dev_eui = r.dev_eui and k.connection_id = r.connection_id
    where s.device_id is null and r.device_id is not null and r.dev_eui = s.dev_eui and r.customer_id = s.customer_id
      and r.connection_id = s.connection_id and k.customer_id = s.customer_id`);
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
  // Where nobody simulates anything this is all that is asked.
  if (!(await isAnyDue(now))) return [];
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
    const there = await thereAmong(tx, devEuis);
    const queues = await queuedFor(tx, devEuis);
    const results: T[] = [];
    for (const row of rows) {
      const connection = connections.get(row.connectionId);
      const around = { connection, there: there.get(row.devEui), queued: queues.get(row.devEui) ?? null };
      const woken = await keptOf(tx, row, around)
        .then((kept) => kept && { kept, ...work(kept) })
        .catch((err) => {
          // It must not come up again and again before all others.
          log.error({ err, devEui: row.devEui }, 'a simulated device could not wake up');
          return null;
        });
      if (woken) results.push(woken.result);
      const sent = woken?.kept.memory.network.openDownlink?.queueItemId;
      if (sent && sent === around.queued?.queueItem) await tx.delete(queue).where(eq(queue.queueItem, sent));
      const memory = woken ? await sealMemory(tx, row, woken.kept.memory) : row.memory;
      const nextAt = row.repeats ? (woken?.nextAt ?? null) : null;
      await tx
        .update(simulatedDevices)
        .set({ memory, nextAt, modifiedAt: now })
        .where(eq(simulatedDevices.devEui, row.devEui));
    }
    return results;
  });
}

type Row = typeof simulatedDevices.$inferSelect;

interface Around {
  connection: LivingDevice['connection'] | undefined;
  there: There | undefined;
  queued: QueuedDownlink | null;
}

/** A device as it wakes up: one of the portal with the keys that stand there and at the network server now. */
async function keptOf(tx: Tx, row: Row, { connection, there, queued }: Around): Promise<KeptDevice | null> {
  const { customerId, devEui, deviceId, name, nextAt } = row;
  if (!connection || !nextAt) return null;
  const device = simulatedDeviceSchema.parse(row.device);
  const memory = await openMemory(tx, row, row.memory);
  if (deviceId && there?.portalKey) {
    const dataKey = await dataKeyOf(tx, customerId);
    takeKeys(memory, device, {
      portal: unseal(dataKey, appKeyPlace(deviceId), there.portalKey),
      network: unseal(dataKey, knownKeyPlace(devEui), there.networkKey),
    });
  }
  const joinEui = there?.joinEui ?? device.joinEui;
  const isDeactivated = there?.status === 'deactivated';
  return {
    customerId,
    name,
    device: { ...device, joinEui },
    memory,
    connection,
    nextAt,
    isDeactivated,
    queued,
  };
}

async function isAnyDue(now: Date): Promise<boolean> {
  const rows = await pipelineDatabase()
    .select({ devEui: simulatedDevices.devEui })
    .from(simulatedDevices)
    .where(lte(simulatedDevices.nextAt, now))
    .limit(1);
  return rows.length > 0;
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

interface There {
  status: 'active' | 'deactivated';
  networkKey: string;
  /** Of a device of the portal. */
  portalKey: string | null;
  joinEui: string | null;
}

/** Those that the built-in network server knows. */
async function thereAmong(tx: Tx, devEuis: string[]): Promise<Map<string, There>> {
  if (devEuis.length === 0) return new Map();
  const known = simulatedNetworkDevices;
  const rows = await tx
    .select({
      devEui: known.devEui,
      status: known.status,
      networkKey: known.appKey,
      portalKey: loraBindings.appKey,
      joinEui: loraBindings.joinEui,
    })
    .from(known)
    .leftJoin(simulatedDevices, eq(simulatedDevices.registeredDevEui, known.devEui))
    .leftJoin(loraBindings, eq(loraBindings.deviceId, simulatedDevices.deviceId))
    .where(inArray(known.devEui, devEuis));
  return new Map(rows.map(({ devEui, ...there }) => [devEui, there]));
}

async function connectionsOf(tx: Tx, ids: string[]): Promise<Map<string, LivingDevice['connection']>> {
  if (ids.length === 0) return new Map();
  const rows = await selectSystemConnectionSecrets({ ids }, tx);
  return new Map(rows.map(({ id, provider, secret }) => [id, { id, provider, secret }]));
}

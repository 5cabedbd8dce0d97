import { and, eq, sql } from 'drizzle-orm';
import { simulatedNetworkDownlinks } from '#db/schema/downlinks.ts';
import { loraConnections } from '#db/schema/lora-networks.ts';
import { simulatedNetworkDevices as devices } from '#db/schema/lora-registrations.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';

/** What the built-in network server knows of its devices. */
export interface KnownDevice {
  customerId: string;
  connectionId: string;
  joinEui: string;
  appKey: string;
  plan: string;
  status: 'active' | 'deactivated';
}

const ownerOf = (connectionId: string) =>
  sql`(select customer_id from ${loraConnections} where id = ${connectionId}::uuid)`;

export const knownKeyPlace = (devEui: string) => `simulated_network_devices|app_key|${devEui}`;

export async function selectKnownDeviceSystem(devEui: string): Promise<KnownDevice | null> {
  const [row] = await pipelineDatabase().select().from(devices).where(eq(devices.devEui, devEui));
  if (!row) return null;
  const appKey = unseal(
    await dataKeyOf(pipelineDatabase(), row.customerId),
    knownKeyPlace(devEui),
    row.appKey,
  );
  return { ...row, appKey };
}

/** Whether it could be: a DevEUI can be there once. */
export async function insertKnownDeviceSystem(devEui: string, known: KnownDevice): Promise<boolean> {
  const appKey = await sealKey(devEui, known);
  const rows = await pipelineDatabase()
    .insert(devices)
    .values({ ...known, devEui, appKey, connectionCustomerId: ownerOf(known.connectionId) })
    .onConflictDoNothing()
    .returning({ devEui: devices.devEui });
  return rows.length > 0;
}

export async function updateKnownDeviceSystem(devEui: string, known: KnownDevice): Promise<void> {
  const { joinEui, plan, status, connectionId } = known;
  await pipelineDatabase()
    .update(devices)
    .set({ joinEui, plan, status, appKey: await sealKey(devEui, known), modifiedAt: sql`now()` })
    .where(and(eq(devices.devEui, devEui), eq(devices.connectionId, connectionId)));
}

export async function deleteKnownDeviceSystem(devEui: string, connectionId: string): Promise<void> {
  await pipelineDatabase()
    .delete(devices)
    .where(and(eq(devices.devEui, devEui), eq(devices.connectionId, connectionId)));
}

/** Waits for the device's next uplink; what is there under this name already stays as it is. */
export async function putDownlinkSystem(
  downlink: Omit<typeof simulatedNetworkDownlinks.$inferInsert, 'createdAt' | 'connectionCustomerId'>,
): Promise<void> {
  await pipelineDatabase()
    .insert(simulatedNetworkDownlinks)
    .values({ ...downlink, connectionCustomerId: ownerOf(downlink.connectionId) })
    .onConflictDoNothing();
}

async function sealKey(devEui: string, { customerId, appKey }: KnownDevice): Promise<string> {
  return seal(await dataKeyOf(pipelineDatabase(), customerId), knownKeyPlace(devEui), appKey);
}

import { and, count, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { decoders, deviceTypeDecoders, deviceTypes } from '#db/schema/device-types.ts';
import { devices, loraBindings, networkAdapters } from '#db/schema/devices.ts';
import { loraConnections } from '#db/schema/lora-networks.ts';
import { loraRegistrations, simulatedNetworkDevices } from '#db/schema/lora-registrations.ts';
import { simulatedDevices } from '#db/schema/lora-simulator.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** A device with what stands of it in the portal, at the built-in network server and on the air; all of them sealed. */
export async function selectSimulatable(tx: Tx, scope: TenantScope, deviceId: string) {
  const own = sql`${loraRegistrations.deviceId} = ${devices.id}`;
  const [row] = await tx
    .select({
      id: devices.id,
      name: devices.name,
      slug: deviceTypes.slug,
      decoders: sql<string[]>`array(
        select c.built_in from ${deviceTypeDecoders} o join ${decoders} c on c.id = o.decoder_id
        where o.device_type_id = ${devices.deviceTypeId} and c.built_in is not null)`,
      devEui: networkAdapters.identifier,
      joinEui: loraBindings.joinEui,
      appKey: loraBindings.appKey,
      wish: loraRegistrations.wish,
      connection: {
        id: loraConnections.id,
        customerId: loraConnections.customerId,
        provider: loraConnections.provider,
      },
      there: { appKey: simulatedNetworkDevices.appKey, status: simulatedNetworkDevices.status },
      kept: simulatedDevices,
    })
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .leftJoin(
      networkAdapters,
      and(eq(networkAdapters.deviceId, devices.id), eq(networkAdapters.network, 'lora')),
    )
    .leftJoin(loraBindings, eq(loraBindings.deviceId, devices.id))
    .leftJoin(loraRegistrations, own)
    .leftJoin(loraConnections, eq(loraConnections.id, loraRegistrations.connectionId))
    .leftJoin(
      simulatedNetworkDevices,
      and(
        eq(simulatedNetworkDevices.devEui, networkAdapters.identifier),
        eq(simulatedNetworkDevices.connectionId, loraConnections.id),
      ),
    )
    .leftJoin(simulatedDevices, eq(simulatedDevices.deviceId, devices.id))
    .where(and(eq(devices.customerId, scope.customerId), eq(devices.id, deviceId)));
  return row ?? null;
}

export type Simulatable = NonNullable<Awaited<ReturnType<typeof selectSimulatable>>>;

/** Held, so that nothing is simulated of a device that is being deleted, nor by two at a time. */
export async function lockSimulatable(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
): Promise<Simulatable | null> {
  await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.customerId, scope.customerId), eq(devices.id, deviceId)))
    .for('update');
  // A worker may have it in hand: what it remembers then is waited for.
  await tx.select().from(simulatedDevices).where(ofDevice(scope, deviceId)).for('update');
  return selectSimulatable(tx, scope, deviceId);
}

const ofDevice = (scope: TenantScope, deviceId: string) =>
  and(eq(simulatedDevices.customerId, scope.customerId), eq(simulatedDevices.deviceId, deviceId));

/** Of those that are to send something, without one; whoever counts them has to be through before the next does. */
export async function countSimulatedOthers(tx: Tx, scope: TenantScope, deviceId: string): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext('lora-simulator'), hashtext(${scope.customerId}))`,
  );
  const [row] = await tx
    .select({ n: count() })
    .from(simulatedDevices)
    .where(
      and(
        eq(simulatedDevices.customerId, scope.customerId),
        isNotNull(simulatedDevices.nextAt),
        ne(simulatedDevices.deviceId, deviceId),
      ),
    );
  return row?.n ?? 0;
}

type Written = Pick<
  typeof simulatedDevices.$inferInsert,
  'connectionCustomerId' | 'connectionId' | 'deviceId' | 'name' | 'device' | 'memory' | 'nextAt' | 'repeats'
>;

/** False where the DevEUI is on the air already as somebody else's. */
export async function writeSimulated(
  tx: Tx,
  scope: TenantScope,
  devEui: string,
  values: Written,
): Promise<boolean> {
  const changed = await tx
    .update(simulatedDevices)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(and(eq(simulatedDevices.customerId, scope.customerId), eq(simulatedDevices.devEui, devEui)))
    .returning({ devEui: simulatedDevices.devEui });
  if (changed.length > 0) return true;
  const made = await tx
    .insert(simulatedDevices)
    .values({ ...values, devEui, customerId: scope.customerId })
    .onConflictDoNothing()
    .returning({ devEui: simulatedDevices.devEui });
  return made.length > 0;
}

export async function setDue(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  due: { nextAt: Date | null; repeats?: boolean },
): Promise<void> {
  await tx
    .update(simulatedDevices)
    .set({ ...due, modifiedAt: sql`now()` })
    .where(ofDevice(scope, deviceId));
}

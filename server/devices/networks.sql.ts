import { and, eq, sql } from 'drizzle-orm';
import { deviceSecrets, loraBindings, networkAdapters } from '#db/schema/devices.ts';
import { mqttBindings } from '#db/schema/mqtt.ts';
import type { Network } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { LoraStatus } from './contract.ts';

/** What links devices to their networks: adapters, LoRa bindings, shared secrets. */

/**
 * Those that could be stored: an identifier that another device of the platform has, whoever owns it, is left out.
 * In the order of the identifiers, so that two writers of the same ones do not wait for each other.
 */
export async function insertAdapters(
  tx: Tx,
  scope: TenantScope,
  adapters: { deviceId: string; network: Network; identifier: string }[],
): Promise<{ deviceId: string; network: Network }[]> {
  if (adapters.length === 0) return [];
  return tx.execute<{ deviceId: string; network: Network }>(sql`
    insert into network_adapters (customer_id, device_id, network, identifier)
    select ${scope.customerId}::uuid, "deviceId", network, identifier
    from jsonb_to_recordset(${jsonb(adapters)}) x("deviceId" uuid, network text, identifier text)
    order by network, identifier collate "C"
    on conflict (network, identifier) do nothing
    returning device_id as "deviceId", network`);
}

export async function insertLoraBindings(
  tx: Tx,
  scope: TenantScope,
  bindings: { deviceId: string; joinEui: string; appKey: string }[],
): Promise<void> {
  if (bindings.length === 0) return;
  await tx.execute(sql`
    insert into lora_bindings (customer_id, device_id, join_eui, app_key, status)
    select ${scope.customerId}::uuid, "deviceId", "joinEui", "appKey", 'INVENTORY'
    from jsonb_to_recordset(${jsonb(bindings)}) x("deviceId" uuid, "joinEui" text, "appKey" text)`);
}

export async function selectLoraBinding(tx: Tx, scope: TenantScope, deviceId: string) {
  const [row] = await tx
    .select()
    .from(loraBindings)
    .where(and(eq(loraBindings.customerId, scope.customerId), eq(loraBindings.deviceId, deviceId)));
  return row ?? null;
}

export async function updateLoraBinding(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  values: { joinEui?: string; appKey?: string; status?: LoraStatus },
): Promise<void> {
  await tx
    .update(loraBindings)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(and(eq(loraBindings.customerId, scope.customerId), eq(loraBindings.deviceId, deviceId)));
}

/** A device has one: a new one takes the place of the former. */
export async function storeDeviceSecrets(
  tx: Tx,
  scope: TenantScope,
  secrets: { deviceId: string; secret: string }[],
): Promise<void> {
  if (secrets.length === 0) return;
  await tx.execute(sql`
    insert into device_secrets (customer_id, device_id, secret)
    select ${scope.customerId}::uuid, "deviceId", secret
    from jsonb_to_recordset(${jsonb(secrets)}) x("deviceId" uuid, secret text) order by "deviceId"
    on conflict (device_id) do update set secret = excluded.secret, modified_at = now()`);
}

/** Since when its present shared secret stands; null without one. */
export async function selectSecretSince(tx: Tx, scope: TenantScope, deviceId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ modifiedAt: deviceSecrets.modifiedAt })
    .from(deviceSecrets)
    .where(and(eq(deviceSecrets.customerId, scope.customerId), eq(deviceSecrets.deviceId, deviceId)));
  return row?.modifiedAt ?? null;
}

/** What was stored with the adapter goes with it: LoRa keys, and the secrets of the device itself once it signs with them nowhere any more. */
export async function deleteAdapter(
  tx: Tx,
  scope: TenantScope,
  { id, deviceId, network }: { id: string; deviceId: string; network: Network },
): Promise<void> {
  await tx
    .delete(networkAdapters)
    .where(and(eq(networkAdapters.customerId, scope.customerId), eq(networkAdapters.id, id)));
  if (network === 'lora')
    await tx
      .delete(loraBindings)
      .where(and(eq(loraBindings.customerId, scope.customerId), eq(loraBindings.deviceId, deviceId)));
  else
    for (const table of [deviceSecrets, mqttBindings])
      await tx
        .delete(table)
        .where(
          and(
            eq(table.customerId, scope.customerId),
            eq(table.deviceId, deviceId),
            sql`not exists (select from ${networkAdapters} a where a.device_id = ${deviceId}::uuid and a.customer_id = ${scope.customerId}::uuid and a.network <> 'lora')`,
          ),
        );
}

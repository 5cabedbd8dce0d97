import { and, eq, inArray, like, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import {
  decoders,
  deviceTypeDecoders,
  deviceTypeEncoders,
  deviceTypes,
  encoders,
} from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDecoders, flows } from '#db/schema/flows.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Control, Network } from './contract.ts';

/** Types that a customer defines itself. */

const own = (scope: TenantScope, id: string) =>
  and(eq(deviceTypes.customerId, scope.customerId), eq(deviceTypes.id, id));

/** Locked until the transaction ends; null for the platform's types too: they are nobody's to change here. */
export async function lockOwnType(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      id: deviceTypes.id,
      name: deviceTypes.name,
      description: deviceTypes.description,
      networks: deviceTypes.networks,
      loraKeys: deviceTypes.loraKeys,
      expectedIntervalSeconds: deviceTypes.expectedIntervalSeconds,
      batteryChemistry: deviceTypes.batteryChemistry,
      deviceNames: deviceTypes.deviceNames,
      keepsHistory: deviceTypes.keepsHistory,
    })
    .from(deviceTypes)
    .where(own(scope, id))
    .for('update');
  return row ?? null;
}

export interface OwnTypeValues {
  name: string;
  description: string | null;
  networks: string[];
  loraKeys: 'generated' | 'preset' | null;
  expectedIntervalSeconds: number | null;
  batteryChemistry: string | null;
  deviceNames: string[];
  keepsHistory: boolean;
}

export async function insertOwnType(
  tx: Tx,
  scope: TenantScope,
  values: OwnTypeValues & { id: string; slug: string },
): Promise<void> {
  await tx
    .insert(deviceTypes)
    .values({ ...values, customerId: scope.customerId, category: 'own', group: 'Own' });
}

export async function updateOwnType(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<OwnTypeValues>,
): Promise<void> {
  await tx
    .update(deviceTypes)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

/** What it offered goes with it, and what flows had switched on of it. */
export async function deleteOwnType(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx
    .delete(flowDecoders)
    .where(and(eq(flowDecoders.customerId, scope.customerId), eq(flowDecoders.deviceTypeId, id)));
  await tx.delete(deviceTypes).where(own(scope, id));
}

export async function countDevicesOf(tx: Tx, scope: TenantScope, id: string): Promise<number> {
  return tx.$count(devices, and(eq(devices.customerId, scope.customerId), eq(devices.deviceTypeId, id)));
}

/** Ids of the built-in decoders that it offers. */
export async function selectBuiltInOf(tx: Tx, scope: TenantScope, id: string): Promise<string[]> {
  const rows = await tx
    .select({ id: decoders.id })
    .from(deviceTypeDecoders)
    .innerJoin(decoders, eq(decoders.id, deviceTypeDecoders.decoderId))
    .where(
      and(
        eq(deviceTypeDecoders.customerId, scope.customerId),
        eq(deviceTypeDecoders.deviceTypeId, id),
        eq(decoders.kind, 'built-in'),
      ),
    );
  return rows.map((row) => row.id);
}

/** Those of the ids that are built-in decoders. */
export async function selectBuiltIn(tx: Tx, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ id: decoders.id })
    .from(decoders)
    .where(and(eq(decoders.customerId, PLATFORM_CUSTOMER_ID), inArray(decoders.id, ids)));
  return rows.map((row) => row.id);
}

export async function offerBuiltIn(tx: Tx, scope: TenantScope, id: string, decoderIds: string[]) {
  if (decoderIds.length === 0) return;
  await tx.insert(deviceTypeDecoders).values(
    decoderIds.map((decoderId) => ({
      customerId: scope.customerId,
      deviceTypeCustomerId: scope.customerId,
      deviceTypeId: id,
      decoderCustomerId: PLATFORM_CUSTOMER_ID,
      decoderId,
    })),
  );
}

export async function withdrawBuiltIn(tx: Tx, scope: TenantScope, id: string, decoderIds: string[]) {
  if (decoderIds.length === 0) return;
  await tx
    .delete(deviceTypeDecoders)
    .where(
      and(
        eq(deviceTypeDecoders.customerId, scope.customerId),
        eq(deviceTypeDecoders.deviceTypeId, id),
        inArray(deviceTypeDecoders.decoderId, decoderIds),
      ),
    );
}

/** Names of the flows that have one of them switched on for this type. */
export async function selectFlowsWith(
  tx: Tx,
  scope: TenantScope,
  id: string,
  decoderIds: string[],
): Promise<string[]> {
  if (decoderIds.length === 0) return [];
  const rows = await tx
    .selectDistinct({ name: flows.name })
    .from(flowDecoders)
    .innerJoin(flows, eq(flows.id, flowDecoders.flowId))
    .where(
      and(
        eq(flowDecoders.customerId, scope.customerId),
        eq(flowDecoders.deviceTypeId, id),
        inArray(flowDecoders.decoderId, decoderIds),
      ),
    );
  return rows.map((row) => row.name).sort();
}

/** What every device of these networks understands: bytes as they are over LoRa, SenML everywhere else. */
export async function offerPlainEncoders(tx: Tx, scope: TenantScope, id: string, networks: Network[]) {
  const mine = and(
    eq(deviceTypeEncoders.customerId, scope.customerId),
    eq(deviceTypeEncoders.deviceTypeId, id),
    // Those of the customer's own stay, whatever networks it is of.
    eq(deviceTypeEncoders.encoderCustomerId, PLATFORM_CUSTOMER_ID),
  );
  await tx.delete(deviceTypeEncoders).where(mine);
  const kinds = [
    ...new Set(networks.map((network) => (network === 'lora' ? ('raw-lora' as const) : ('senml' as const)))),
  ];
  const rows = await tx
    .select({ id: encoders.id })
    .from(encoders)
    // “= ” marks what hands on as it is; the catalogue has the same under other names for single types.
    .where(
      and(
        eq(encoders.customerId, PLATFORM_CUSTOMER_ID),
        inArray(encoders.kind, kinds),
        like(encoders.name, '= %'),
      ),
    );
  if (rows.length === 0) return;
  await tx.insert(deviceTypeEncoders).values(
    rows.map((row) => ({
      customerId: scope.customerId,
      deviceTypeCustomerId: scope.customerId,
      deviceTypeId: id,
      encoderCustomerId: PLATFORM_CUSTOMER_ID,
      encoderId: row.id,
    })),
  );
}

export async function selectControls(tx: Tx, scope: TenantScope, id: string): Promise<Control[]> {
  const [row] = await tx.select({ controls: deviceTypes.controls }).from(deviceTypes).where(own(scope, id));
  return (row?.controls ?? []) as Control[];
}

export async function updateControls(tx: Tx, scope: TenantScope, id: string, controls: Control[]) {
  await tx.update(deviceTypes).set({ controls, modifiedAt: sql`now()` }).where(own(scope, id));
}

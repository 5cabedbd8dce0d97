import { and, eq, sql } from 'drizzle-orm';
import { mqttBindings, mqttBrokers, mqttSessions } from '#db/schema/mqtt.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { MqttAccess } from './contract.ts';

const own = (scope: TenantScope, deviceId: string) =>
  and(eq(mqttBindings.customerId, scope.customerId), eq(mqttBindings.deviceId, deviceId));

/** A device has one: a new one takes the place of the former. */
export async function storeMqttPassword(
  tx: Tx,
  scope: TenantScope,
  binding: { deviceId: string; password: string },
): Promise<string> {
  const [row] = await tx
    .insert(mqttBindings)
    .values({ ...binding, customerId: scope.customerId })
    .onConflictDoUpdate({
      target: mqttBindings.deviceId,
      set: { password: binding.password, modifiedAt: sql`now()` },
    })
    .returning({ id: mqttBindings.id });
  return row?.id as string;
}

export async function selectMqttBinding(tx: Tx, scope: TenantScope, deviceId: string) {
  const [row] = await tx
    .select({ id: mqttBindings.id, modifiedAt: mqttBindings.modifiedAt })
    .from(mqttBindings)
    .where(own(scope, deviceId));
  return row ?? null;
}

export async function deleteMqttBinding(tx: Tx, scope: TenantScope, deviceId: string): Promise<void> {
  await tx.delete(mqttBindings).where(own(scope, deviceId));
}

export async function selectMqttAccess(tx: Tx, scope: TenantScope, deviceId: string): Promise<MqttAccess> {
  const binding = await selectMqttBinding(tx, scope, deviceId);
  const [session] = await tx
    .select({
      connectedAt: mqttSessions.connectedAt,
      endedAt: mqttSessions.endedAt,
      isAlive: sql<boolean>`coalesce(${mqttBrokers.aliveUntil} > now(), false)`,
    })
    .from(mqttSessions)
    .leftJoin(mqttBrokers, eq(mqttBrokers.id, mqttSessions.broker))
    .where(and(eq(mqttSessions.customerId, scope.customerId), eq(mqttSessions.deviceId, deviceId)));
  return {
    passwordSince: binding?.modifiedAt ?? null,
    isConnected: session !== undefined && session.endedAt === null && session.isAlive,
    connectedAt: session?.connectedAt ?? null,
    endedAt: session?.endedAt ?? null,
  };
}

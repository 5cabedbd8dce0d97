import { and, eq, sql } from 'drizzle-orm';
import { mqttBindings } from '#db/schema/mqtt.ts';
import type { Network } from '#server/device-types/contract.ts';
import { urnOfAdapter } from '#server/devices/rules.ts';
import { selectApiPage } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { MqttBindingBody, MqttBindingsQuery } from './api-contract.ts';

const selectBody = (tx: Tx) =>
  tx
    .select({
      id: mqttBindings.id,
      deviceId: mqttBindings.deviceId,
      adapter: sql<{ network: Network; identifier: string } | null>`(
        select json_build_object('network', a.network, 'identifier', a.identifier) from network_adapters a
        where a.customer_id = ${outer(mqttBindings.customerId)} and a.device_id = ${outer(mqttBindings.deviceId)}
          and a.network <> 'lora' order by a.created_at, a.id limit 1)`,
      createdAt: mqttBindings.createdAt,
      modifiedAt: mqttBindings.modifiedAt,
    })
    .from(mqttBindings)
    .$dynamic();

export async function selectMqttBindingBodies(
  tx: Tx,
  scope: TenantScope,
  { deviceId: _, ...query }: MqttBindingsQuery,
  { id, deviceId }: { id?: string | undefined; deviceId?: string | undefined },
): Promise<Page<MqttBindingBody>> {
  const only = and(
    id ? eq(mqttBindings.id, id) : undefined,
    deviceId ? eq(mqttBindings.deviceId, deviceId) : undefined,
  );
  const page = await selectApiPage(selectBody(tx), mqttBindings, scope, query, only);
  return {
    ...page,
    items: page.items.map(({ adapter, createdAt, modifiedAt, ...row }) => ({
      ...row,
      username: adapter ? urnOfAdapter(adapter.network, adapter.identifier) : null,
      createdAt: createdAt.toISOString(),
      modifiedAt: modifiedAt.toISOString(),
    })),
  };
}

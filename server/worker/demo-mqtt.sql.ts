import { mqttPasswordPlace } from '#server/mqtt/seal-password.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, pipelineSql } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';

export interface DemoMqttDevice {
  id: string;
  urn: string;
  password: string;
}

/** Devices that the demo made to be MQTT devices of its own (db/seed/senders.ts marks them), as they sign in now. */
export async function demoMqttDevices(): Promise<DemoMqttDevice[]> {
  const rows = await pipelineSql()<{ id: string; customerId: string; dvnUuid: string; sealed: string }[]>`
    select d.id, d.customer_id as "customerId", a.identifier as "dvnUuid", m.password as sealed
    from mqtt_bindings m
    join devices d on d.customer_id = m.customer_id and d.id = m.device_id and 'demo-mqtt' = any(d.tags)
    join network_adapters a on a.customer_id = d.customer_id and a.device_id = d.id and a.network = 'generic'
    order by d.id`;
  const devices: DemoMqttDevice[] = [];
  for (const { id, customerId, dvnUuid, sealed } of rows) {
    const password = unseal(await dataKeyOf(pipelineDatabase(), customerId), mqttPasswordPlace(id), sealed);
    devices.push({ id, urn: `urn:dev:DVNUUID:${dvnUuid}:`, password });
  }
  return devices;
}

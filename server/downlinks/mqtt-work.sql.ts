import { pipelineSql } from '#server/platform/database.ts';
import type { DownlinkMethod } from './contract.ts';

/** The brokers' side of the queues: downlinks whose turn it is and that go over MQTT. */

export interface MqttDownlink {
  id: string;
  deviceId: string;
  method: Extract<DownlinkMethod, { type: 'senml' }>;
  sentAt: Date;
}

/**
 * Marks as sent what a device is to be told now.
 * @param again also what was sent before: a new connection is told what the last one did not acknowledge
 */
export async function claimSystemMqttDownlink(
  deviceId: string,
  { now, again }: { now: Date; again: boolean },
): Promise<MqttDownlink | null> {
  const [row] = await pipelineSql()<MqttDownlink[]>`
    update downlinks d set sent_at = ${now}, tries = least(tries + 1, 32767), modified_at = ${now}
    where d.device_id = ${deviceId} and d.state = 'EXECUTING' and d.channel = 'mqtt' and (d.sent_at is null or ${again})
      and exists (select from devices x where x.customer_id = d.customer_id and x.id = d.device_id and x.status = 'ACTIVE')
    returning d.id, d.device_id as "deviceId", d.method, d.sent_at as "sentAt"`;
  return row ?? null;
}

/** The connection ended before it was acknowledged: it is told to the next. */
export async function releaseSystemMqttDownlink({ id, sentAt }: MqttDownlink, now: Date): Promise<void> {
  await pipelineSql()`
    update downlinks set sent_at = null, modified_at = ${now}
    where id = ${id} and state = 'EXECUTING' and sent_at = ${sentAt}`;
}

/** Whichever try it was that arrived. */
export async function endSystemMqttDelivered(id: string, now: Date): Promise<void> {
  await pipelineSql()`
    update downlinks set state = 'DELIVERED', ended_at = ${now}, modified_at = ${now}
    where id = ${id} and state = 'EXECUTING' and channel = 'mqtt'`;
}

/** Devices that are connected to this broker and were not told what is theirs. */
export async function selectSystemUntold(broker: string): Promise<string[]> {
  const rows = await pipelineSql()<{ deviceId: string }[]>`
    select d.device_id as "deviceId" from downlinks d
    join mqtt_sessions s on s.device_id = d.device_id and s.broker = ${broker} and s.ended_at is null
    where d.state = 'EXECUTING' and d.channel = 'mqtt' and d.sent_at is null limit 500`;
  return rows.map(({ deviceId }) => deviceId);
}

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

/** It did not arrive: the connection ended before it was acknowledged, or nobody listened. It is told again. */
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

/** Devices that are connected to none of our brokers and were not told what is theirs, with the URN that they go by. */
export async function selectSystemUntoldElsewhere(): Promise<{ deviceId: string; urn: string }[]> {
  return pipelineSql()<{ deviceId: string; urn: string }[]>`
    select d.device_id as "deviceId",
      'urn:dev:' || case a.network when 'cellular' then 'IMEI' else 'DVNUUID' end || ':' || a.identifier || ':' as urn
    from downlinks d
    join lateral (
      select network, identifier from network_adapters
      where customer_id = d.customer_id and device_id = d.device_id and network <> 'lora' order by created_at, id limit 1) a on true
    where d.state = 'EXECUTING' and d.channel = 'mqtt' and d.sent_at is null
      and not exists (
        select from mqtt_sessions s join mqtt_brokers b on b.id = s.broker and b.alive_until > now()
        where s.device_id = d.device_id and s.ended_at is null)
    order by d.started_at limit 100`;
}

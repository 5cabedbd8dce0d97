import { sql } from 'drizzle-orm';
import { uplinks } from '#db/schema/uplinks.ts';
import { outer } from '#server/platform/outer-column.ts';

/** ChirpStack and ThingPark do not repeat what a downlink carried: our own queue knows, by the name it has there. */
const asked = sql`downlinks d
  where ${outer(uplinks.kind)} = 'lora.downlink-sent' and ${outer(uplinks.event)} ->> 'frmPayload' is null
    and d.customer_id = ${outer(uplinks.customerId)} and d.device_id = ${outer(uplinks.deviceId)}
    and lower(d.queue_item) = lower(${outer(uplinks.event)} ->> 'queueItemId')`;

/** Whether our queue knows the payload of the downlink of the outer query. */
export const isAsked = sql`exists (select from ${asked})`;

export const askedDownlink = sql<{ id: string; fPort: number; payload: string } | null>`(
  select json_build_object('id', d.id, 'fPort', (d.method ->> 'port')::int, 'payload', lower(d.method ->> 'payloadHex'))
  from ${asked} order by d.number desc limit 1)`;

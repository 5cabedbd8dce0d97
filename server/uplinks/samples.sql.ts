import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { MessageSample } from './contract.ts';

const DEVICES = 12;
const MESSAGES_EACH = 4;

/** The newest messages of the types' liveliest devices, few of each, so that one talkative device does not hide the others. */
export async function selectSamples(
  tx: Tx,
  scope: TenantScope,
  deviceTypeIds: string[],
): Promise<MessageSample[]> {
  const types = arrayOf(deviceTypeIds, 'uuid');
  const customer = sql`${scope.customerId}::uuid`;
  const rows = await tx.execute<{
    id: number;
    received_at: string;
    kind: string;
    event: DeviceEvent;
    device_id: string;
    device_name: string;
  }>(sql`
    select u.id::float8 as id, u.received_at, u.kind, u.event, d.id as device_id, d.name as device_name
    from (
      select d.id, d.name from devices d join device_activity a on a.device_id = d.id
      where d.customer_id = ${customer} and d.device_type_id = any(${types}) and a.last_message_at is not null
      order by a.last_message_at desc limit ${DEVICES}
    ) d
    cross join lateral (
      select id, received_at, kind, event from uplinks
      where customer_id = ${customer} and device_id = d.id and kind in ('lora.uplink', 'lora.location', 'digitalmatter.record')
        and received_at > now() - interval '31 days'
      order by received_at desc limit ${MESSAGES_EACH}
    ) u
    order by u.received_at desc`);
  return rows.map((row) => ({
    uplinkId: row.id,
    receivedAt: new Date(row.received_at),
    kind: row.kind as MessageSample['kind'],
    fPort: row.event.kind === 'uplink' ? row.event.fPort : null,
    frmPayload: row.event.kind === 'uplink' ? row.event.frmPayload : null,
    device: { id: row.device_id, name: row.device_name },
  }));
}

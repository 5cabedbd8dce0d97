import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { type MessageSample, SAMPLE_KINDS, type SamplesQuery } from './contract.ts';

const DEVICES = 12;
const MESSAGES_EACH = 4;
/** Of one device, or of those that failed: a list to go through. */
const MESSAGES = 40;
/** What stands among so many newest messages of a device is found. */
const LOOKED_THROUGH = 2_000;

/**
 * The newest messages of the types' liveliest devices, few of each, so that one talkative device does not hide the
 * others; of one device, or of those that a decoder could make nothing of, as they came.
 */
export async function selectSamples(
  tx: Tx,
  scope: TenantScope,
  wanted: SamplesQuery,
): Promise<MessageSample[]> {
  const customer = sql`${scope.customerId}::uuid`;
  const decoder = sql`${wanted.decoderId ?? null}::uuid`;
  const rows = await tx.execute<{
    id: number;
    received_at: string;
    kind: string;
    event: DeviceEvent;
    device_id: string;
    device_name: string;
    error: string | null;
  }>(sql`
    select u.id::float8 as id, u.received_at, u.kind, u.event, d.id as device_id, d.name as device_name,
      (select f.error->>'message' from decoding_failures f
       where f.customer_id = ${customer} and f.uplink_id = u.id and f.decoder_id = ${decoder}) as error
    from ${wanted.failed ? failedOf(wanted, customer, decoder) : newestOf(wanted, customer)}
    order by u.received_at desc limit ${wanted.failed || wanted.deviceId ? MESSAGES : DEVICES * MESSAGES_EACH}`);
  return rows.map((row) => ({
    uplinkId: row.id,
    receivedAt: new Date(row.received_at),
    kind: row.kind as MessageSample['kind'],
    fPort: row.event.kind === 'uplink' ? row.event.fPort : null,
    frmPayload: row.event.kind === 'uplink' ? row.event.frmPayload : null,
    device: { id: row.device_id, name: row.device_name },
    error: row.error,
  }));
}

type Part = ReturnType<typeof sql>;

function newestOf({ deviceTypeIds, deviceId, fPort }: SamplesQuery, customer: Part): Part {
  const types = arrayOf(deviceTypeIds, 'uuid');
  return sql`(
      select d.id, d.name from devices d join device_activity a on a.device_id = d.id
      where d.customer_id = ${customer} and d.device_type_id = any(${types}) and a.last_message_at is not null
        ${deviceId ? sql`and d.id = ${deviceId}::uuid` : sql``}
      order by a.last_message_at desc limit ${DEVICES}
    ) d
    cross join lateral (
      select * from (
        select id, received_at, kind, event, f_port from uplinks
        where customer_id = ${customer} and device_id = d.id and received_at > now() - interval '31 days'
        order by received_at desc limit ${LOOKED_THROUGH}
      ) n
      where n.kind = any(${arrayOf([...SAMPLE_KINDS], 'text')}) ${ofPort(fPort, sql`n`)}
      order by n.received_at desc limit ${deviceId ? MESSAGES : MESSAGES_EACH}
    ) u`;
}

function failedOf({ deviceId, fPort }: SamplesQuery, customer: Part, decoder: Part): Part {
  return sql`(
      select uplink_id, received_at, device_id from decoding_failures
      where customer_id = ${customer} and decoder_id = ${decoder}
        ${deviceId ? sql`and device_id = ${deviceId}::uuid` : sql``}
      order by received_at desc limit ${LOOKED_THROUGH}
    ) x
    join uplinks u on u.id = x.uplink_id and u.received_at = x.received_at and u.customer_id = ${customer} ${ofPort(fPort, sql`u`)}
    join devices d on d.id = x.device_id and d.customer_id = ${customer}`;
}

const ofPort = (fPort: number | undefined, of: Part): Part =>
  fPort === undefined ? sql`` : sql`and ${of}.f_port = ${fPort}`;

import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { MacFrame } from './rules.ts';

/** An answer comes with one of the next frames that the other side sends, unless it was lost. */
const FRAMES_LOOKED_AT = 40;
const WITHIN = sql`interval '7 days'`;

/** Of the frames of a device before and after one of them, those that carry MAC commands. */
export async function selectMacFrames(
  tx: Tx,
  scope: TenantScope,
  { id, deviceId, receivedAt }: { id: number; deviceId: string; receivedAt: Date },
): Promise<MacFrame[]> {
  const at = sql`${receivedAt.toISOString()}::timestamptz`;
  const side = (within: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => sql`
    (select id, received_at, event, f_port, kind from uplinks
      where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid and ${within}
        and kind in ('lora.uplink', 'lora.downlink-sent') and id <> ${id}
      order by received_at ${order} limit ${FRAMES_LOOKED_AT})`;
  const before = side(sql`received_at <= ${at} and received_at > ${at} - ${WITHIN}`, sql`desc`);
  const after = side(sql`received_at > ${at} and received_at <= ${at} + ${WITHIN}`, sql`asc`);
  const rows = await tx.execute<{ id: number; received_at: string; event: DeviceEvent }>(sql`
    select id::float8 as id, received_at, event from (${before} union all ${after}) around
    where event ->> 'macCommands' <> '' or f_port = 0`);
  return [...rows].map((row) => ({
    uplinkId: row.id,
    receivedAt: new Date(row.received_at),
    event: row.event,
  }));
}

import { sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Which encoders flows have on. A link is there or not; both ways tell whether it changed. */

interface EncoderLink {
  flowId: string;
  deviceTypeId: string;
  encoderId: string;
}

/** Of a type that offers it. */
export async function insertFlowEncoder(tx: Tx, scope: TenantScope, link: EncoderLink): Promise<boolean> {
  const rows = await tx.execute(sql`
    insert into flow_encoders (customer_id, flow_id, device_type_customer_id, device_type_id, encoder_customer_id, encoder_id)
    select distinct ${scope.customerId}::uuid, ${link.flowId}::uuid, te.device_type_customer_id, te.device_type_id,
           te.encoder_customer_id, te.encoder_id
    from device_type_encoders te
    where te.device_type_id = ${link.deviceTypeId}::uuid and te.encoder_id = ${link.encoderId}::uuid
      and te.customer_id in (${scope.customerId}::uuid, ${PLATFORM_CUSTOMER_ID}::uuid)
    on conflict do nothing returning 1`);
  return rows.length > 0;
}

export async function deleteFlowEncoder(tx: Tx, scope: TenantScope, link: EncoderLink): Promise<boolean> {
  const rows = await tx.execute(sql`
    delete from flow_encoders where customer_id = ${scope.customerId}::uuid and flow_id = ${link.flowId}::uuid
      and device_type_id = ${link.deviceTypeId}::uuid and encoder_id = ${link.encoderId}::uuid returning 1`);
  return rows.length > 0;
}

/**
 * Encoders do nothing until somebody sends, so a type that comes into a flow has all that it offers on. Called before its
 * devices are linked: a type that is there already stays as somebody set it.
 */
export async function enableEncodersOfNewTypes(
  tx: Tx,
  scope: TenantScope,
  links: { flowId: string; deviceId: string }[],
): Promise<void> {
  await tx.execute(sql`
    insert into flow_encoders (customer_id, flow_id, device_type_customer_id, device_type_id, encoder_customer_id, encoder_id)
    select distinct ${scope.customerId}::uuid, x."flowId", te.device_type_customer_id, te.device_type_id,
           te.encoder_customer_id, te.encoder_id
    from (select distinct l."flowId", d.device_type_id
          from jsonb_to_recordset(${jsonb(links)}) l("flowId" uuid, "deviceId" uuid)
          join devices d on d.id = l."deviceId" and d.customer_id = ${scope.customerId}::uuid) x
    join device_type_encoders te on te.device_type_id = x.device_type_id
      and te.customer_id in (${scope.customerId}::uuid, ${PLATFORM_CUSTOMER_ID}::uuid)
    where not exists (select from flow_devices fd join devices o on o.id = fd.device_id
      where fd.flow_id = x."flowId" and o.device_type_id = x.device_type_id)
    on conflict do nothing`);
}

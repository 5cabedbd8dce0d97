import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** A device as far as firmware goes. */
export interface FirmwareDevice {
  id: string;
  name: string;
  identifier: string | null;
  deviceTypeId: string;
  /** It has an address of the HTTP ingestion. */
  isReachable: boolean;
  /** The version that it has on offer or is fetching. */
  open: { assignmentId: string; id: string; version: string } | null;
}

const listed = (ids: readonly string[]) =>
  sql`any(array(select value::uuid from jsonb_array_elements_text(${jsonb(ids)})))`;

/** Of many at a time; those that are no device of the customer are left out. */
export async function selectFirmwareDevices(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
): Promise<Map<string, FirmwareDevice>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.execute<FirmwareDevice & Record<string, unknown>>(sql`
    with d as materialized (
      select * from devices where customer_id = ${scope.customerId}::uuid and id = ${listed(ids)})
    select d.id, d.name, d.identifier, d.device_type_id as "deviceTypeId",
      exists (select from network_adapters n where n.customer_id = d.customer_id and n.device_id = d.id
        and n.network in ('cellular', 'generic')) as "isReachable",
      (select json_build_object('assignmentId', a.id, 'id', v.id, 'version', v.version)
        from firmware_assignments a join firmware_versions v on v.id = a.firmware_version_id
        where a.device_id = d.id and a.status in ('offered', 'downloading')) as open
    from d`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Which device each of these assignments is of, and whether it is still open. */
export async function selectAssignmentsInBrief(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
): Promise<Map<string, { id: string; deviceId: string; isOpen: boolean }>> {
  const rows = await tx.execute<{ id: string; deviceId: string; isOpen: boolean }>(sql`
    select id, device_id as "deviceId", status in ('offered', 'downloading') as "isOpen" from firmware_assignments
    where customer_id = ${scope.customerId}::uuid and id = ${listed(ids)}`);
  return new Map(rows.map((row) => [row.id, row]));
}

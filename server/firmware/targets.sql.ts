import { sql } from 'drizzle-orm';
import type { DownlinkState } from '#server/downlinks/contract.ts';
import { selectOfferedDevices } from '#server/downlinks/offer.sql.ts';
import type { OfferFacts } from '#server/downlinks/rules.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Reported } from '#server/twins/contract.ts';
import { reportedFirmware } from './rules.ts';
import type { OfferedTo } from './way-rules.ts';

export interface FirmwareDevice extends OfferedTo {
  id: string;
  name: string;
  identifier: string | null;
  open: {
    assignmentId: string;
    id: string;
    version: string;
    downlink: { id: string; state: DownlinkState } | null;
  } | null;
}

type Row = Omit<FirmwareDevice, 'facts' | 'reported'> & { twin: Reported | null } & Record<string, unknown>;

const listed = (ids: readonly string[]) =>
  sql`any(array(select value::uuid from jsonb_array_elements_text(${jsonb(ids)})))`;

/** Of many at a time; those that are no device of the customer are left out. */
export async function selectFirmwareDevices(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
): Promise<Map<string, FirmwareDevice>> {
  if (ids.length === 0) return new Map();
  const offered = await selectOfferedDevices(tx, scope, ids);
  const rows = await tx.execute<Row>(sql`
    with d as materialized (
      select * from devices where customer_id = ${scope.customerId}::uuid and id = ${listed(ids)})
    select d.id, d.name, d.identifier, d.device_type_id as "deviceTypeId",
      exists (select from network_adapters n where n.customer_id = d.customer_id and n.device_id = d.id
        and n.network in ('cellular', 'generic')) as "isReachable",
      (select t.reported from twins t where t.device_id = d.id) as twin,
      (select json_build_object('assignmentId', a.id, 'id', v.id, 'version', v.version,
          'downlink', case when l.id is not null then json_build_object('id', l.id, 'state', l.state) end)
        from firmware_assignments a join firmware_versions v on v.id = a.firmware_version_id
        left join downlinks l on l.id = a.downlink_id
        where a.device_id = d.id and a.status in ('offered', 'downloading')) as open
    from d`);
  return new Map(
    rows.map(({ twin, ...row }) => {
      const facts = offered.get(row.id)?.facts as OfferFacts;
      return [row.id, { ...row, facts, reported: reportedFirmware(twin ?? {})?.version ?? null }];
    }),
  );
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

import { pipelineSql } from '#server/platform/database.ts';

/** Customers as the platform's operator sees them: those that have devices of a type. */
export async function selectSystemOwnersOfType(deviceTypeId: string): Promise<string[]> {
  const rows = await pipelineSql()<{ id: string }[]>`
    select id from customers c where exists (
      select from devices d where d.customer_id = c.id and d.device_type_id = ${deviceTypeId}::uuid) order by id`;
  return rows.map(({ id }) => id);
}

/** A version of a type at each of these customers that has it. */
export async function selectSystemVersionsNamed(
  customerIds: string[],
  deviceTypeId: string,
  version: string,
): Promise<{ customerId: string; id: string }[]> {
  return pipelineSql()<{ customerId: string; id: string }[]>`
    select customer_id as "customerId", id from firmware_versions
    where customer_id = any(${customerIds}::uuid[]) and device_type_id = ${deviceTypeId}::uuid and version = ${version}
      and command is not null order by customer_id`;
}

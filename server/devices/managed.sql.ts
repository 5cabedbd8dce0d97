import { sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { pipelineDatabase } from '#server/platform/database.ts';

/** Things as the platform's operator names them: by id, or by a name that only one has. */

type Found = { id: string };

export async function selectSystemCustomersNamed(named: string): Promise<string[]> {
  const rows = await pipelineDatabase().execute<Found>(
    sql`select id from customers where id::text = lower(${named}) or name = ${named} limit 2`,
  );
  return rows.map(({ id }) => id);
}

export async function selectSystemProjectsNamed(customerId: string, named: string): Promise<string[]> {
  const rows = await pipelineDatabase().execute<Found>(
    sql`select id from projects where customer_id = ${customerId}::uuid and (id::text = lower(${named}) or name = ${named}) limit 2`,
  );
  return rows.map(({ id }) => id);
}

export async function selectSystemManagedTypesNamed(named: string): Promise<string[]> {
  const rows = await pipelineDatabase().execute<Found>(
    sql`select id from device_types where customer_id = ${PLATFORM_CUSTOMER_ID}::uuid and category = 'managed'
      and (id::text = lower(${named}) or slug = ${named} or name = ${named}) limit 2`,
  );
  return rows.map(({ id }) => id);
}

/** Of a customer's managed devices those with this id or identifier; `plain` is it without separators. */
export async function selectSystemManagedDevices(
  customerId: string,
  { named, plain }: { named: string; plain: string },
): Promise<{ id: string; name: string }[]> {
  const rows = await pipelineDatabase().execute<{ id: string; name: string }>(sql`
    select d.id, d.name from devices d
    join device_types t on t.id = d.device_type_id and t.category = 'managed'
    where d.customer_id = ${customerId}::uuid and (d.id::text = lower(${named}) or exists (
      select from network_adapters n where n.device_id = d.id and upper(replace(n.identifier, '-', '')) = ${plain})) limit 2`);
  return [...rows];
}

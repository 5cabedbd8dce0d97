import { beforeAll, beforeEach } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { doBulkWork, forgetTasks, person, reportsFor } from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import type { BulkKind, BulkOptions } from './contract.ts';
import { uploadSheet } from './create-task.ts';

// Two customers in a database of their own, and bulk tasks of the first; each test begins without any.

export const database = useTestDatabase();
export let a: Tenant;
export let b: Tenant;
export let actor: Actor;
export let programmable: string;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  actor = await person(a, 'manager.admin');
  const [type] = await database.sql`select id from device_types where slug = 'programmable'`;
  programmable = type?.id;
});

beforeEach(async () => {
  await database.sql`delete from devices where id not in (${a.ids.device}, ${b.ids.device})`;
  await forgetTasks(database.sql);
});

export const eui = (n: number) => `0004A30B${n.toString(16).toUpperCase().padStart(8, '0')}`;
export const line = (n: number, name = `Pump ${n}`, more = '') =>
  `${eui(n)};70B3D57ED0000001;${n.toString(16).toUpperCase().padStart(32, '0')};${name}${more}`;
export const sheet = (lines: string[], head = 'DevEUI;JoinEUI;AppKey;Name') =>
  Buffer.from([head, ...lines].join('\r\n'));

const upload = (
  kind: BulkKind,
  bytes: Uint8Array,
  options: BulkOptions = { projectId: a.ids.project, deviceTypeId: a.ids.deviceType },
) => uploadSheet(actor, { kind, fileName: 'sheet.csv', options }, bytes);

export async function planned(kind: BulkKind, bytes: Uint8Array, options?: BulkOptions): Promise<string> {
  const { id } = await upload(kind, bytes, options);
  await doBulkWork();
  return id;
}

export async function applied(kind: BulkKind, bytes: Uint8Array, options?: BulkOptions): Promise<string> {
  const id = await planned(kind, bytes, options);
  await confirmTask(actor, { id });
  await doBulkWork();
  return id;
}

export const { rowsOf, undone } = reportsFor(database, () => actor);

/** All that a device is, but for when it was touched; in one order. */
export async function world() {
  const rows = await database.sql`
    select d.id, d.name, d.description, d.barcode, d.tags, d.status, d.identifier, d.project_id, d.device_type_id,
      (select array_agg(network || identifier order by network) from network_adapters n where n.device_id = d.id) as adapters,
      (select b.join_eui || b.app_key from lora_bindings b where b.device_id = d.id) as keys,
      (select array_agg(flow_id::text order by flow_id) from flow_devices f where f.device_id = d.id) as flows,
      coalesce((select t.metadata from twins t where t.device_id = d.id), '{}') as metadata
    from devices d where d.customer_id = ${a.customerId} order by d.id`;
  return rows.map((row) => ({ ...row }));
}

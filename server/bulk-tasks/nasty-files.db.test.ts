import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { appKeyPlace } from '#server/devices/lora-keys.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { doBulkWork, taskRow } from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import { uploadSheet } from './create-task.ts';
import { keysOf, NASTY_FILES } from './sheet/nasty-files.fixture.ts';

const database = useTestDatabase();
let tenant: Tenant;
let actor: Actor;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  tenant = await createTenant(database.sql, 'A', catalogue);
  actor = actorWith(tenant.customerId, ['manager.admin'], { id: tenant.ids.user });
});

it('there are at least forty of them', () => expect(NASTY_FILES.length).toBeGreaterThanOrEqual(40));

describe('a sheet as it really comes is read rightly, or refused by name', () => {
  it.each(NASTY_FILES)('$name', async (file) => {
    const { sql } = database;
    await sql`delete from devices where id <> ${tenant.ids.device}`;
    const { id } = await uploadSheet(
      actor,
      {
        kind: 'add-lora-devices',
        fileName: `${file.name}.csv`,
        options: { projectId: tenant.ids.project, deviceTypeId: tenant.ids.deviceType },
      },
      await file.bytes(),
    );
    await doBulkWork();
    const planned = await taskRow(sql, id);
    if (file.fault) {
      expect(planned).toMatchObject({ state: 'failed', failure: { code: `bulk-tasks.sheet-${file.fault}` } });
    } else {
      expect(planned.state).toBe('planned');
      if (file.mapping) expect(planned.mapping).toEqual(file.mapping);
      const rows =
        await sql`select number, reasons from bulk_rows where task_id = ${id} and verdict = 'refuse' order by number`;
      const refused = Object.fromEntries(
        rows.map(({ number, reasons }) => [number, [reasons[0].column, reasons[0].code]]),
      );
      expect(refused).toEqual(file.refused ?? {});
      await confirmTask(actor, { id });
      await doBulkWork();
      expect(await taskRow(sql, id)).toMatchObject({
        state: 'done',
        failed: 0,
        done: file.good?.length ?? 0,
      });
    }
    const written = await sql`select d.id, n.identifier, d.name, b.join_eui, b.app_key
      from devices d join network_adapters n on n.device_id = d.id join lora_bindings b on b.device_id = d.id
      where d.id <> ${tenant.ids.device} order by n.identifier`;
    const dataKey = await dataKeyOf(pipelineDatabase(), tenant.customerId);
    const wanted = [...(file.good ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(
      written.map(({ id, identifier, name, join_eui: joinEui, app_key: sealed }) => [
        identifier,
        name,
        { joinEui, appKey: unseal(dataKey, appKeyPlace(id), sealed) },
      ]),
    ).toEqual(wanted.map(([devEui, name]) => [devEui, name, keysOf(devEui)]));
  });
});

it('no key that was brought stands anywhere open', async () => {
  const [found] = await database.sql`select
    (select count(*)::int from bulk_rows where coalesce(before::text, '') || coalesce(after::text, '') || coalesce(reasons::text, '') ~* 'a1b2c3d4e5f6') as rows,
    (select count(*)::int from bulk_tasks where coalesce(sheet::text, '') || coalesce(mapping::text, '') ~* 'a1b2c3d4e5f6') as tasks,
    (select count(*)::int from bulk_files where position('a1b2c3d4e5f6' in lower(encode(bytes, 'escape'))) > 0) as files,
    (select count(*)::int from audit_log where coalesce(after::text, '') ~* 'a1b2c3d4e5f6') as audit,
    (select count(*)::int from bulk_files) as all_files`;
  expect(found).toMatchObject({ rows: 0, tasks: 0, files: 0, audit: 0 });
  expect(found?.all_files).toBeGreaterThan(40);
});

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import {
  connectionId,
  database,
  newDevice,
  other,
  register,
  scene,
  shown,
  statusOf,
  tenant,
  there,
  wish,
  work,
} from '#server/lora-registrations/registration-scene.fixture.ts';
import {
  code,
  doBulkWork,
  forgetTasks,
  killedBetweenBatches,
  plannedThenApplied,
  reportsFor,
  taskRow,
} from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import type { BulkKind, BulkList, BulkOptions, BulkSelection } from './contract.ts';
import { startSelection } from './create-task.ts';

beforeEach(async () => {
  await forgetTasks(database.sql);
});

const start = (
  kind: BulkKind,
  ids: string[] | BulkSelection['selection'],
  options: BulkOptions = {},
  list: BulkList = 'lora',
) =>
  startSelection(tenant.system, {
    kind,
    list,
    selection: Array.isArray(ids) ? { ids } : ids,
    options,
  });
const { rowsOf, undone } = reportsFor(database, () => tenant.system);
const state = (value: string) => ({ field: 'status', op: 'is' as const, value });

/** One that its network server refused. */
async function newFailed() {
  const device = await newDevice();
  scene.fake.foreign.add(device.devEui.toLowerCase());
  await register(device.id);
  await work();
  scene.fake.foreign.clear();
  return device;
}

async function newActive() {
  const device = await newDevice();
  await register(device.id);
  await work();
  return device;
}

describe('registering many', () => {
  it('takes those at no network and those that failed, and names the others', async () => {
    const [fresh, keyless, failed, active] = [
      await newDevice(),
      await newDevice(),
      await newFailed(),
      await newActive(),
    ];
    await database.sql`update lora_bindings set app_key = null where device_id = ${keyless.id}`;
    const ids = [fresh, keyless, failed, active].map(({ id }) => id);
    const { id, finished } = await start('register-devices', ids, { connectionId });
    expect(finished).toEqual({ done: 2, failed: 0, refused: 1, same: 1 });
    const rows = new Map((await rowsOf(id)).map((row) => [row.objectId, row]));
    expect(rows.get(fresh.id)).toMatchObject({
      label: fresh.devEui,
      before: { network: null },
      after: {
        network: 'ACTIVE',
        connection: { name: 'Harbour' },
        connectivityPlan: { id: 'standard', name: 'Standard' },
      },
    });
    expect(rows.get(failed.id)).toMatchObject({
      before: { network: 'FAILED' },
      after: { network: 'ACTIVE' },
    });
    expect(rows.get(keyless.id)).toMatchObject({
      verdict: 'refuse',
      reasons: [{ code: 'lora-registrations.no-keys' }],
    });
    // A row before it is a call.
    expect(await statusOf(fresh.id)).toBe('PENDING_CREATE');
    expect(there(fresh)).toBeUndefined();
    await work();
    expect([await statusOf(fresh.id), await statusOf(failed.id)]).toEqual(['ACTIVE', 'ACTIVE']);
  });

  it('is taken back by leaving the network again; to have failed there is no way back to', async () => {
    const [fresh, failed] = [await newDevice(), await newFailed()];
    const { id } = await start('register-devices', [fresh.id, failed.id]);
    await work();
    expect(await undone(id)).toMatchObject({ state: 'done', done: 1, failed: 1 });
    expect(await statusOf(fresh.id)).toBe('PENDING_DELETE');
    await work();
    expect(there(fresh)).toBeUndefined();
    expect([await statusOf(fresh.id), await statusOf(failed.id)]).toEqual(['INVENTORY', 'ACTIVE']);
  });

  it('registers each device once, whoever dies in between', async () => {
    const count = 700;
    await database.sql`
      with d as (
        insert into devices (id, customer_id, project_id, device_type_customer_id, device_type_id, name, identifier, shard)
        select gen_random_uuid(), customer_id, project_id, device_type_customer_id, device_type_id, 'Winch ' || n,
          'A1' || lpad(to_hex(n), 14, '0'), 0
        from devices, generate_series(1, ${count}) n where devices.id = ${tenant.ids.device} returning *),
      a as (insert into network_adapters (customer_id, device_id, network, identifier)
        select customer_id, id, 'lora', upper(identifier) from d)
      insert into lora_bindings (customer_id, device_id, join_eui, app_key)
      select d.customer_id, d.id, b.join_eui, b.app_key from d, lora_bindings b where b.device_id = ${tenant.ids.device}`;
    const query = { q: 'Winch', filters: [] };
    const { id, finished } = await start('register-devices', { query, except: [] }, { connectionId });
    expect(finished).toBeNull();
    await doBulkWork();
    const wishes = () =>
      database.sql`select revision, count(*)::int as n from lora_registrations where dev_eui like 'A1%' group by 1`;
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'planned', planned: { change: count } });
    expect(await wishes()).toEqual([]);
    await confirmTask(tenant.system, { id });
    expect(await killedBetweenBatches(database.sql, tenant.system, id)).toMatchObject({ done: 500 });
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: count, failed: 0 });
    expect(await wishes()).toEqual([{ revision: 1, n: count }]);
    const [audits] = await database.sql`select count(*)::int as n from audit_log
      where operation = 'lora-registrations.update' and object_name like 'Winch %'`;
    expect(audits?.n).toBe(count);
    await database.sql`delete from lora_registrations`;
    await database.sql`delete from devices where name like 'Winch %'`;
  });
});

describe('trying again', () => {
  it('is for what did not go well, and nothing that could be taken back', async () => {
    const [failed, active, fresh] = [await newFailed(), await newActive(), await newDevice()];
    const { id, finished } = await start(
      'retry-registrations',
      [failed, active, fresh].map((one) => one.id),
    );
    expect(finished).toEqual({ done: 1, failed: 0, refused: 1, same: 1 });
    expect((await rowsOf(id)).find(({ objectId }) => objectId === failed.id)).toMatchObject({
      before: { network: 'FAILED' },
      after: { network: 'ACTIVE' },
    });
    await work();
    expect(await statusOf(failed.id)).toBe('ACTIVE');
    expect((await taskRow(database.sql, id)).undo_until).toBeNull();
    await expect(undone(id)).rejects.toEqual(code('bulk-tasks.not-undoable'));
  });

  it('finds all that failed in the list of LoRa devices, and only there', async () => {
    const [one, two] = [await newFailed(), await newFailed()];
    const all = { query: { ...emptyTableQuery, filters: [state('FAILED')] }, except: [two.id] };
    expect((await start('retry-registrations', all)).finished).toMatchObject({ done: 1, refused: 0 });
    expect([await statusOf(one.id), await statusOf(two.id)]).toEqual(['PENDING_CREATE', 'FAILED']);
    const of = {
      query: { filters: [{ field: 'connection', op: 'is' as const, value: connectionId }] },
      except: [],
    };
    expect((await start('retry-registrations', of)).finished).toMatchObject({ done: 1, same: 1 });
    await expect(start('retry-registrations', of, {}, 'devices')).rejects.toEqual(code('input.invalid'));
    await expect(start('retry-registrations', of, {}, 'sims')).rejects.toEqual(
      code('bulk-tasks.takes-no-selection'),
    );
  });
});

describe('another plan for many', () => {
  it('is wished where the network has it, and the former one again', async () => {
    const [active, fresh] = [await newActive(), await newDevice()];
    const ids = [active.id, fresh.id];
    const { id, finished } = await start(
      'set-connectivity-plan',
      ids,
      { connectivityPlan: 'geo' },
      'devices',
    );
    expect(finished).toEqual({ done: 1, failed: 0, refused: 1, same: 0 });
    expect((await rowsOf(id)).map(({ before, after, reasons }) => [before, after, reasons[0]?.code])).toEqual(
      expect.arrayContaining([
        [
          { connectivityPlan: { id: 'standard', name: expect.any(String) } },
          { connectivityPlan: { id: 'geo', name: expect.any(String) } },
          undefined,
        ],
        [null, null, 'lora-registrations.not-registered'],
      ]),
    );
    await work();
    expect((await shown(active.id)).plan).toMatchObject({ id: 'geo' });
    expect(await undone(id)).toMatchObject({ done: 1, failed: 0 });
    await work();
    expect((await shown(active.id)).plan).toMatchObject({ id: 'standard' });
    const gold = await start('set-connectivity-plan', [active.id], { connectivityPlan: 'gold' });
    expect(gold.finished).toMatchObject({ refused: 1 });
    expect((await rowsOf(gold.id))[0]?.reasons[0]?.code).toBe('lora-registrations.no-such-plan');
  });

  it('leaves what somebody changed, between plan and run or since', async () => {
    const [moved, kept] = [await newActive(), await newActive()];
    const { planned, outcomes } = await plannedThenApplied(
      tenant.system,
      'set-connectivity-plan',
      { ids: [moved.id, kept.id], options: { connectivityPlan: 'geo' } },
      () => wish(moved.id, { kind: 'deregister' }),
    );
    expect(planned.map(({ verdict }) => verdict)).toEqual(['change', 'change']);
    expect(outcomes.map(({ reasons }) => reasons?.[0]?.code ?? 'done')).toEqual([
      'lora-registrations.leaving',
      'done',
    ]);
    const { id } = await start('set-connectivity-plan', [kept.id], { connectivityPlan: 'standard' });
    await wish(kept.id, { kind: 'change-plan', plan: 'geo' });
    expect(await undone(id)).toMatchObject({ done: 0, failed: 1 });
    const [undo] = await database.sql`select id from bulk_tasks where undo_of = ${id}`;
    expect((await rowsOf(undo?.id))[0]?.reasons).toMatchObject([
      { code: 'changed-since', details: { fields: 'connectivityPlan' } },
    ]);
  });
});

describe('deactivating and activating many', () => {
  it('asks each network server, and asks back', async () => {
    const [active, deactivated, fresh] = [await newActive(), await newActive(), await newDevice()];
    await wish(deactivated.id, { kind: 'deactivate' });
    await work();
    const ids = [active.id, deactivated.id, fresh.id];
    const { id, finished } = await start('set-network-status', ids, { networkStatus: 'DEACTIVATED' });
    expect(finished).toEqual({ done: 1, failed: 0, refused: 1, same: 1 });
    await work();
    expect(await statusOf(active.id)).toBe('DEACTIVATED');
    expect(await undone(id)).toMatchObject({ done: 1, failed: 0 });
    await work();
    expect([await statusOf(active.id), await statusOf(deactivated.id)]).toEqual(['ACTIVE', 'DEACTIVATED']);
    const again = await start('set-network-status', ids, { networkStatus: 'ACTIVE' });
    expect(again.finished).toEqual({ done: 1, failed: 0, refused: 1, same: 1 });
  });

  it('what failed goes back to what was wished when it did', async () => {
    const device = await newActive();
    scene.fake.always({ status: 400 });
    await wish(device.id, { kind: 'deactivate' });
    await work();
    scene.fake.always(null);
    expect(await statusOf(device.id)).toBe('FAILED');
    const { id } = await start('set-network-status', [device.id], { networkStatus: 'ACTIVE' });
    await work();
    expect(await statusOf(device.id)).toBe('ACTIVE');
    expect(await undone(id)).toMatchObject({ done: 1, failed: 0 });
    await work();
    expect(await statusOf(device.id)).toBe('DEACTIVATED');
  });
});

it('another customer’s devices are as those that are not there, for each of them', async () => {
  for (const [kind, options] of [
    ['register-devices', {}],
    ['retry-registrations', {}],
    ['set-connectivity-plan', { connectivityPlan: 'standard' }],
    ['set-network-status', { networkStatus: 'DEACTIVATED' }],
  ] as const) {
    const { id } = await start(kind, [other.ids.device, randomUUID()], options);
    const rows = (await rowsOf(id)).map(({ number: _, id: __, ...row }) => row);
    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]).toMatchObject({ label: '', objectId: null, reasons: [{ code: 'device-unknown' }] });
  }
});

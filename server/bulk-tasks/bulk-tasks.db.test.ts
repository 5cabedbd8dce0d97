import { describe, expect, it } from 'vitest';
import { createDevice } from '#server/devices/create-device.ts';
import { finishSystemPurges } from '#server/devices/delete-device.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { createProject } from '#server/projects/create-project.ts';
import {
  a,
  actor,
  applied,
  b,
  database,
  eui,
  line,
  planned,
  rowsOf,
  sheet,
  undone,
  world,
} from './bulk-scene.fixture.ts';
import { doBulkWork, taskRow } from './bulk-work.fixture.ts';
import { cancelTask, confirmTask, setMapping } from './confirm-task.ts';
import type { BulkOptions } from './contract.ts';
import { startSelection } from './create-task.ts';
import { claimSystemTask } from './lease.sql.ts';
import { LeaseLost } from './plan-task.ts';
import { getBulkTask } from './read-tasks.ts';
import { runTask } from './run-task.ts';

describe('exactly once', () => {
  it('a worker that dies between two batches leaves a task that another ends, with the same result', async () => {
    const lines = Array.from({ length: 1_200 }, (_, n) => line(n + 1));
    const id = await planned('add-lora-devices', sheet(lines));
    await confirmTask(actor, { id });
    const first = await claimSystemTask();
    let batches = 0;
    expect(await runTask(actor, first as { id: string; token: number }, () => batches++ < 1)).toBe('paused');
    const half = await taskRow(database.sql, id);
    expect(half).toMatchObject({ state: 'running', done: 500, position: 501 });
    // Nobody takes it while its lease lasts; then somebody does, and who held it before can store nothing.
    expect(await claimSystemTask()).toBeNull();
    await database.sql`update bulk_tasks set lease_until = now() - interval '1 second' where id = ${id}`;
    const second = await claimSystemTask();
    await expect(runTask(actor, first as { id: string; token: number })).rejects.toThrow(LeaseLost);
    expect(await runTask(actor, second as { id: string; token: number })).toBe('done');
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: 1_200, failed: 0 });
    const [count] =
      await database.sql`select count(*)::int as n, count(distinct identifier)::int as d from devices where identifier like '0004A30B%'`;
    expect(count).toMatchObject({ n: 1_200, d: 1_200 });
    const [audits] =
      await database.sql`select count(*)::int as n from audit_log where operation = 'devices.create' and object_id in (select id::text from devices where identifier like '0004A30B%')`;
    expect(audits?.n).toBe(1_200);
  });

  it('a failure within a batch leaves nothing of it', async () => {
    const id = await planned('update-devices', sheet([`${a.devEui};New`], 'DevEUI;Name'), {});
    await confirmTask(actor, { id });
    await database.sql`alter table audit_log add constraint no_update check (operation <> 'devices.update' or object_name <> 'CANARY-A-devices-name') not valid`;
    await doBulkWork();
    await database.sql`alter table audit_log drop constraint no_update`;
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: 0, failed: 1 });
    const [device] = await database.sql`select name from devices where id = ${a.ids.device}`;
    expect(device?.name).toBe('CANARY-A-devices-name');
  });

  it('a cancelled task does nothing more, forgets its keys, and what was done can be undone', async () => {
    const before = await world();
    const id = await planned('add-lora-devices', sheet(Array.from({ length: 800 }, (_, n) => line(n + 1))));
    await confirmTask(actor, { id });
    const held = (await claimSystemTask()) as { id: string; token: number };
    let batches = 0;
    await runTask(actor, held, () => batches++ < 1);
    await cancelTask(actor, { id });
    await expect(runTask(actor, held)).rejects.toThrow(LeaseLost);
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'cancelled', done: 500 });
    const [sealed] =
      await database.sql`select count(*)::int as n from bulk_rows where task_id = ${id} and sealed is not null`;
    expect(sealed?.n).toBe(0);
    await undone(id);
    expect(await world()).toEqual(before);
  });
});

describe('devices that are there', () => {
  const changed = (lines: string[], head: string, options: BulkOptions = {}) =>
    applied('update-devices', sheet(lines, head), options);

  it('are changed where a cell says so, and put back', async () => {
    const before = await world();
    const id = await changed([`${a.devEui};Other;;blue|red;4`], 'DevEUI;Name;Barcode;Tags;metadata:floor');
    const [row] = await rowsOf(id);
    expect(row).toMatchObject({
      verdict: 'change',
      outcome: 'done',
      before: { name: 'CANARY-A-devices-name', 'metadata:floor': null },
      after: { name: 'Other', tags: ['blue', 'red'], 'metadata:floor': '4' },
    });
    const [device] = await world();
    expect(device).toMatchObject({
      name: 'Other',
      barcode: 'CANARY-A-devices-barcode',
      tags: ['blue', 'red'],
    });
    await undone(id);
    expect(await world()).toEqual(before);
  });

  it('empty a field only where that is asked for', async () => {
    const id = await changed([`${a.devEui};;`], 'DevEUI;Name;Barcode', { emptyClears: true });
    expect((await rowsOf(id))[0]).toMatchObject({ after: { barcode: null } });
    await undone(id);
  });

  it('what somebody changed between plan and run is not written over; what was changed since is not put back', async () => {
    const late = await planned('update-devices', sheet([`${a.devEui};Mine;B1`], 'DevEUI;Name;Barcode'), {});
    await database.sql`update devices set name = 'Theirs' where id = ${a.ids.device}`;
    await confirmTask(actor, { id: late });
    await doBulkWork();
    expect((await rowsOf(late))[0]).toMatchObject({
      outcome: 'failed',
      reasons: [{ code: 'changed-meanwhile' }],
    });
    const id = await changed([`${a.devEui};Mine;B1`], 'DevEUI;Name;Barcode');
    await database.sql`update devices set name = 'Again theirs' where id = ${a.ids.device}`;
    expect(await undone(id)).toMatchObject({ done: 1 });
    const [device] = await world();
    expect(device).toMatchObject({ name: 'Again theirs', barcode: 'CANARY-A-devices-barcode' });
    await database.sql`update devices set name = 'CANARY-A-devices-name' where id = ${a.ids.device}`;
  });

  it('are deleted with their history kept for a day, and come back with it', async () => {
    const id = await applied('add-lora-devices', sheet([line(1), line(2)]));
    const { rows } = { rows: await rowsOf(id) };
    const ids = rows.map((row) => row.objectId as string);
    await database.sql`insert into packs select p.* from packs p where false`;
    const heard = () =>
      database.sql`select a.last_message_at, a.last_uplink_id, a.last_signal, a.last_spreading_factor, a.interval_seconds
        from device_activity a join devices d on d.id = a.device_id where d.identifier = ${eui(1)}`;
    await database.sql`update device_activity set last_message_at = '2026-02-03 04:05:06.789Z', last_uplink_id = 9007199254740991,
      last_signal = -101.5, last_spreading_factor = 9, interval_seconds = 600.25 where device_id in ${database.sql(ids)}`;
    const before = await world();
    const heardBefore = [...(await heard())];
    const deleted = await applied('delete-devices', sheet([`${eui(1)}`, `${eui(2)}`], 'DevEUI'), {});
    expect(await database.sql`select id from devices where id in ${database.sql(ids)}`).toHaveLength(0);
    expect((await rowsOf(deleted))[0]).toMatchObject({ verdict: 'remove', outcome: 'done', after: null });
    // Its identifier was given away: that one cannot come back.
    await createDevice(b.system, {
      projectId: b.ids.project,
      deviceTypeId: b.ids.deviceType,
      name: 'x',
      description: null,
      barcode: null,
      tags: [],
      flowIds: [],
      lora: { devEui: eui(2), joinEui: '70B3D57ED0000001', appKey: '0'.repeat(32) },
    });
    await finishSystemPurges(new Date(Date.now() - 3_600_000));
    expect(await undone(deleted)).toMatchObject({ state: 'done', done: 1, failed: 1 });
    expect(await world()).toEqual(before.filter((device) => device.identifier !== eui(2)));
    expect(heardBefore).toHaveLength(1);
    expect([...(await heard())]).toEqual(heardBefore);
  });

  it('of managed types keep what is the platform’s', async () => {
    const [managed] = await database.sql`select id from device_types where slug = 'managed'`;
    const { id: device } = await createDevice(a.system, {
      projectId: a.ids.project,
      deviceTypeId: managed?.id,
      name: 'Bought',
      description: null,
      barcode: null,
      tags: [],
      flowIds: [],
    });
    const { finished } = await startSelection(actor, {
      kind: 'delete-devices',
      selection: { ids: [device] },
      options: {},
    });
    expect(finished).toMatchObject({ done: 0, refused: 1 });
    expect(
      (
        await startSelection(actor, {
          kind: 'update-devices',
          selection: { ids: [device] },
          options: { metadata: { a: 'b' } },
        })
      ).finished,
    ).toMatchObject({ refused: 1 });
    expect(
      (
        await startSelection(actor, {
          kind: 'set-device-status',
          selection: { ids: [device] },
          options: { status: 'DEACTIVATED' },
        })
      ).finished,
    ).toMatchObject({ done: 1 });
  });
});

describe('a selection', () => {
  it('of few is done at once, and can be undone', async () => {
    const before = await world();
    const started = await startSelection(actor, {
      kind: 'set-device-status',
      selection: { ids: [a.ids.device] },
      options: { status: 'DEACTIVATED' },
    });
    expect(started.finished).toEqual({ done: 1, failed: 0, refused: 0, same: 0 });
    expect((await world())[0]).toMatchObject({ status: 'DEACTIVATED' });
    await undone(started.id);
    expect(await world()).toEqual(before);
  });

  it('of all that match becomes a plan in the background, but for those left out', async () => {
    await applied('add-lora-devices', sheet(Array.from({ length: 260 }, (_, n) => line(n + 1))));
    const [left] = await database.sql`select id from devices where identifier = ${eui(7)}`;
    const started = await startSelection(actor, {
      kind: 'update-devices',
      selection: { query: { q: '0004a30b', filters: [] }, except: [left?.id] },
      options: { addTags: ['pumps'] },
    });
    expect(started.finished).toBeNull();
    await doBulkWork();
    expect(await taskRow(database.sql, started.id)).toMatchObject({
      state: 'planned',
      total: 259,
      planned: { change: 259 },
    });
    await confirmTask(actor, { id: started.id });
    await doBulkWork();
    const [tagged] = await database.sql`select count(*)::int as n from devices where tags = '{pumps}'`;
    expect(tagged?.n).toBe(259);
  });

  it('moves to another project, out of the flows of the old one, and back', async () => {
    const { id: projectId } = await createProject(a.system, { name: 'Other', description: null });
    const before = await world();
    const started = await startSelection(actor, {
      kind: 'move-devices',
      selection: { ids: [a.ids.device] },
      options: { projectId },
    });
    expect(started.finished).toMatchObject({ done: 1 });
    expect((await world())[0]).toMatchObject({ project_id: projectId, flows: null });
    await undone(started.id);
    expect(await world()).toEqual(before);
  });

  it('is linked to a flow of its own project only', async () => {
    const other = await createProject(a.system, { name: 'Third', description: null });
    const flow = await createFlow(a.system, { projectId: other.id, name: 'Elsewhere', description: null });
    const started = await startSelection(actor, {
      kind: 'link-flow',
      selection: { ids: [a.ids.device] },
      options: { flowId: flow.id },
    });
    expect(started.finished).toMatchObject({ done: 0, refused: 1 });
    const out = await startSelection(actor, {
      kind: 'unlink-flow',
      selection: { ids: [a.ids.device] },
      options: { flowId: a.ids.flow },
    });
    expect(out.finished).toMatchObject({ done: 1 });
    await undone(out.id);
    expect((await world())[0]?.flows).toEqual([a.ids.flow]);
  });

  it('never reaches what is another customer’s', async () => {
    const started = await startSelection(actor, {
      kind: 'delete-devices',
      selection: { ids: [b.ids.device] },
      options: {},
    });
    expect(started.finished).toMatchObject({ done: 0, refused: 1 });
    expect(await database.sql`select id from devices where id = ${b.ids.device}`).toHaveLength(1);
  });
});

describe('columns that the person names', () => {
  it('make another plan, and are remembered for the next such sheet', async () => {
    const bytes = sheet([`${a.devEui};Vendor text`], 'Ident;Wording');
    const id = await planned('update-devices', bytes, {});
    const draft = await getBulkTask(actor, { id });
    expect(draft).toMatchObject({ state: 'draft', mapping: ['devEui', null] });
    expect(draft.missing).toHaveLength(1);
    await setMapping(actor, { id, mapping: ['devEui', 'description'], options: {} });
    await doBulkWork();
    expect(await getBulkTask(actor, { id })).toMatchObject({ state: 'planned', planned: { change: 1 } });
    await confirmTask(actor, { id });
    await doBulkWork();
    const again = await planned('update-devices', sheet([`${a.devEui};Other text`], 'Ident;Wording'), {});
    const task = await getBulkTask(actor, { id: again });
    expect(task).toMatchObject({ state: 'planned', mapping: ['devEui', 'description'] });
    expect(task.sheet?.columns[1]?.because).toBe('remembered');
    await undone(id);
  });
});

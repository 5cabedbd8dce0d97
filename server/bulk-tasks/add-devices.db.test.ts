import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import {
  a,
  actor,
  applied,
  b,
  database,
  eui,
  line,
  planned,
  programmable,
  rowsOf,
  sheet,
  undone,
  world,
} from './bulk-scene.fixture.ts';
import { doBulkWork, taskRow } from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import { purgeSystemBulkTasks } from './lease.sql.ts';
import { getBulkTask } from './read-tasks.ts';
import { undoTask } from './undo-task.ts';

describe('a sheet of new devices', () => {
  it('is planned, then added, each row once, and taken back whole', async () => {
    const before = await world();
    const id = await planned('add-lora-devices', sheet([1, 2, 3].map((n) => line(n))));
    expect(await world()).toEqual(before);
    expect(await taskRow(database.sql, id)).toMatchObject({
      state: 'planned',
      planned: { create: 3 },
      total: 3,
    });
    await confirmTask(actor, { id });
    await doBulkWork();
    expect(await getBulkTask(actor, { id })).toMatchObject({
      state: 'done',
      done: 3,
      failed: 0,
      undo: { offered: true },
    });
    expect(await world()).toHaveLength(before.length + 3);
    const [audit] =
      await database.sql`select count(*)::int as n from audit_log where operation = 'devices.create' and actor_name = ${actor.name} and at > now() - interval '1 minute' and object_name like 'Pump%'`;
    expect(audit?.n).toBeGreaterThanOrEqual(3);
    expect(await undone(id)).toMatchObject({ state: 'done', done: 3, failed: 0 });
    expect(await world()).toEqual(before);
    await expect(undoTask(actor, { id })).rejects.toThrow('bulk-tasks.not-undoable');
  });

  it('says of what is there: the same, changed, of other keys, another customer’s', async () => {
    await applied('add-lora-devices', sheet([line(1), line(2), line(3)]));
    const id = await planned(
      'add-lora-devices',
      sheet([
        line(1),
        line(2, 'New name'),
        line(3)
          .replace(/0{8};/, '0000000F;')
          .replace(/;0{30}03/, `;${'F'.repeat(32)}`),
        `${b.devEui};70B3D57ED0000001;${'0'.repeat(32)};x`,
        line(4),
      ]),
    );
    const rows = await rowsOf(id);
    expect(
      rows.map(({ number, verdict, before, after, reasons }) => [
        number,
        verdict,
        before?.name,
        after?.name,
        reasons[0]?.code,
      ]),
    ).toEqual([
      [2, 'same', undefined, undefined, undefined],
      [3, 'change', 'Pump 2', 'New name', undefined],
      [4, 'refuse', undefined, undefined, 'other-app-key'],
      [5, 'refuse', undefined, undefined, 'taken'],
      [6, 'create', undefined, 'Pump 4', undefined],
    ]);
    expect(JSON.stringify(rows[3])).not.toContain('CANARY');
    expect(rows[3]?.reasons[0]?.column).toBe('DevEUI');
  });

  it('stops at what the project has room for, and says so of each row beyond', async () => {
    await database.sql`update projects set device_limit = 3 where id = ${a.ids.project}`;
    const id = await planned('add-lora-devices', sheet([1, 2, 3, 4].map((n) => line(n))));
    await database.sql`update projects set device_limit = null where id = ${a.ids.project}`;
    expect((await rowsOf(id)).map(({ verdict, reasons }) => reasons[0]?.code ?? verdict)).toEqual([
      'create',
      'create',
      'projects.limit-reached',
      'projects.limit-reached',
    ]);
  });

  it('adds what still fits when the room was taken meanwhile', async () => {
    const id = await planned('add-lora-devices', sheet([1, 2, 3, 4, 5].map((n) => line(n))));
    await database.sql`update projects set device_limit = 3 where id = ${a.ids.project}`;
    await confirmTask(actor, { id });
    await doBulkWork();
    await database.sql`update projects set device_limit = null where id = ${a.ids.project}`;
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: 2, failed: 3 });
    expect((await rowsOf(id)).map(({ outcome }) => outcome)).toEqual([
      'done',
      'done',
      'failed',
      'failed',
      'failed',
    ]);
  });

  it('fails the one row whose identifier was taken meanwhile', async () => {
    const id = await planned('add-lora-devices', sheet([1, 2, 3].map((n) => line(n))));
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
    await confirmTask(actor, { id });
    await doBulkWork();
    expect((await rowsOf(id)).map(({ outcome, reasons }) => [outcome, reasons[0]?.code])).toEqual([
      ['done', undefined],
      ['failed', 'taken'],
      ['done', undefined],
    ]);
  });

  it('names flow, project, type, tags and metadata', async () => {
    const flow = await createFlow(a.system, { projectId: a.ids.project, name: 'Harbour', description: null });
    const bytes = sheet(
      [line(1, 'A', ';Harbour;red, blue;3'), line(2, 'B', ';Nowhere;;'), line(3, 'C', ';;;')],
      'DevEUI;JoinEUI;AppKey;Name;Flow;Tags;metadata:floor',
    );
    const id = await applied('add-lora-devices', bytes);
    expect(
      (await rowsOf(id)).map(({ outcome, reasons }) => [outcome, reasons[0]?.code, reasons[0]?.column]),
    ).toEqual([
      ['done', undefined, undefined],
      [null, 'flow-unknown', 'Flow'],
      ['done', undefined, undefined],
    ]);
    const [device] = (await world()).filter((one) => one.name === 'A');
    expect(device).toMatchObject({ tags: ['red', 'blue'], flows: [flow.id], metadata: { floor: '3' } });
    await database.sql`delete from flows where id = ${flow.id}`;
  });

  it('spares what somebody changed or what has spoken since, when it is undone', async () => {
    const id = await applied('add-lora-devices', sheet([1, 2, 3].map((n) => line(n))));
    await database.sql`update devices set name = 'Renamed' where identifier = ${eui(1)}`;
    await database.sql`update device_activity set last_message_at = now() where device_id = (select id from devices where identifier = ${eui(2)})`;
    expect(await undone(id)).toMatchObject({ done: 1, failed: 2 });
    const left =
      await database.sql`select identifier from devices where identifier like '0004A30B%' order by 1`;
    expect(left.map((row) => row.identifier)).toEqual([eui(1), eui(2)]);
  });
});

describe('generated keys', () => {
  it('wait under seal until they are taken once', async () => {
    const { takeResult } = await import('./result-file.ts');
    const id = await applied('add-lora-devices', sheet(['Pump 1', 'Pump 2'], 'Name'), {
      projectId: a.ids.project,
      deviceTypeId: programmable,
    });
    expect(await getBulkTask(actor, { id })).toMatchObject({ done: 2, secrets: 'waiting' });
    const [open] = await database.sql`select sealed from bulk_rows where task_id = ${id} limit 1`;
    expect(open?.sealed).toMatch(/^v1\./);
    const read = async (who = actor) => {
      const parts: string[] = [];
      for await (const part of await takeResult(who, { id }, (words) => words.code)) parts.push(part);
      return parts.join('');
    };
    const other: Actor = { ...actor, id: crypto.randomUUID(), name: 'Other' };
    // The way to the reader breaks after the first line: for them it is all there again, for others it is gone.
    for await (const part of await takeResult(actor, { id }, (words) => words.code)) {
      expect(part).toMatch(/^\ufeffrow/);
      break;
    }
    expect(await getBulkTask(other, { id })).toMatchObject({ secrets: 'taken' });
    expect(await read(other)).not.toMatch(/[0-9A-F]{32}/);
    expect(await getBulkTask(actor, { id })).toMatchObject({ secrets: 'again' });
    expect(await read()).toMatch(/Pump 1.*,[0-9A-F]{32}/);
    const audits = await database.sql`
      select after from audit_log where object_id = ${id} and after ? 'resultFile' order by id`;
    expect(audits.map(({ after }) => after.resultFile)).toEqual(['taken', 'taken again']);

    await database.sql`update bulk_tasks set secrets_taken_at = now() - interval '16 minutes' where id = ${id}`;
    expect(await getBulkTask(actor, { id })).toMatchObject({ secrets: 'taken' });
    expect(await read()).not.toMatch(/[0-9A-F]{32}/);
    await database.sql`update bulk_tasks set secrets_taken_at = now() - interval '61 minutes' where id = ${id}`;
    await purgeSystemBulkTasks();
    const [left] = await database.sql`select count(sealed)::int as n from bulk_rows where task_id = ${id}`;
    expect(left?.n).toBe(0);
  });
});

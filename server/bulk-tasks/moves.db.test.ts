import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Network } from '#server/device-types/contract.ts';
import { deviceCreateSchema } from '#server/devices/contract.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import type { ProjectLimits } from '#server/projects/contract.ts';
import { createProject } from '#server/projects/create-project.ts';
import { NO_LIMITS } from '#server/projects/limits.fixture.ts';
import { setLimits } from '#server/projects/set-limits.ts';
import { a, actor, applied, database, eui, line, rowsOf, sheet } from './bulk-scene.fixture.ts';
import { doBulkWork, taskRow } from './bulk-work.fixture.ts';
import type { BulkKind, BulkOptions } from './contract.ts';
import { startSelection } from './create-task.ts';
import { undoTask } from './undo-task.ts';

const types = {} as Record<Network, string>;
let target: string;

beforeAll(async () => {
  types.lora = a.ids.deviceType;
  for (const network of ['cellular', 'generic'] as const) {
    const [row] = await database.sql`
      insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${PLATFORM_CUSTOMER_ID}, ${network}, ${network}, 'own', 'Sensors', ${[network]}) returning id`;
    types[network] = row?.id;
  }
});

beforeEach(async () => {
  target = (await createProject(a.system, { name: 'Target', description: null })).id;
});

const limit = (id: string, some: Partial<ProjectLimits>) =>
  setLimits(a.system, { ...NO_LIMITS, ...some, id });

const add = async (network: Network, name: string, projectId = a.ids.project) => {
  const deviceTypeId = types[network];
  return (await createDevice(a.system, deviceCreateSchema.parse({ projectId, deviceTypeId, name }))).id;
};

const select = (kind: BulkKind, ids: string[], options: BulkOptions) =>
  startSelection(actor, { kind, selection: { ids }, options });

/** What came of each row, by what it is about. */
async function told(id: string) {
  const rows = await rowsOf(id);
  return Object.fromEntries(
    rows.map(({ label, verdict, outcome, reasons }) => [
      label,
      [outcome ?? verdict, ...(reasons ?? []).map(({ code }) => code)],
    ]),
  );
}

async function undo(id: string) {
  const { id: undoId } = await undoTask(actor, { id });
  await doBulkWork();
  return { task: await taskRow(database.sql, undoId), rows: await told(undoId) };
}

const projectOf = async (id: string) =>
  (await database.sql`select project_id from devices where id = ${id}`)[0]?.project_id;

describe('devices of different networks, moved together', () => {
  it('go where each of their networks has room and is allowed; the others stay, and say why', async () => {
    await limit(target, {
      networkLimits: { lora: null, cellular: 1, generic: null },
      allowedNetworks: ['lora', 'cellular'],
    });
    const lora = [await add('lora', 'L1'), await add('lora', 'L2')];
    const cellular = [await add('cellular', 'M1'), await add('cellular', 'M2')];
    const generic = await add('generic', 'I1');
    const started = await select('move-devices', [...lora, ...cellular, generic], { projectId: target });
    expect(started.finished).toMatchObject({ done: 3, refused: 2, failed: 0 });
    const rows = await told(started.id);
    expect(rows).toMatchObject({
      L1: ['done'],
      L2: ['done'],
      I1: ['refuse', 'projects.network-not-allowed'],
    });
    expect([rows.M1, rows.M2]).toContainEqual(['done']);
    expect([rows.M1, rows.M2]).toContainEqual(['refuse', 'projects.limit-reached']);
    for (const id of lora) expect(await projectOf(id)).toBe(target);
    expect(await projectOf(generic)).toBe(a.ids.project);
    expect((await undo(started.id)).task).toMatchObject({ done: 3, failed: 0 });
    for (const id of [...lora, ...cellular]) expect(await projectOf(id)).toBe(a.ids.project);
  });

  it('of several networks one goes only where each of them is allowed', async () => {
    const [both] = await database.sql`
      insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${PLATFORM_CUSTOMER_ID}, 'both', 'both', 'own', 'Sensors', '{cellular,generic}') returning id`;
    await limit(target, { allowedNetworks: ['cellular'] });
    const input = { projectId: a.ids.project, deviceTypeId: both?.id, name: 'B1' };
    const { id } = await createDevice(a.system, deviceCreateSchema.parse(input));
    const plain = await add('cellular', 'M1');
    const started = await select('move-devices', [id, plain], { projectId: target });
    expect(await told(started.id)).toEqual({ B1: ['refuse', 'projects.network-not-allowed'], M1: ['done'] });
  });
});

describe('an undo', () => {
  it('names each row that cannot be taken back, and takes back the others', async () => {
    await applied('add-lora-devices', sheet([1, 2, 3, 4].map((n) => line(n))));
    const ids = [
      ...(await database.sql`select id from devices where identifier in ${database.sql([1, 2, 3, 4].map(eui))}`),
    ].map(({ id }) => id as string);
    const { id } = await select('set-device-status', ids, { status: 'DEACTIVATED' });
    await database.sql`delete from devices where identifier = ${eui(1)}`;
    await database.sql`update devices set status = 'ACTIVE' where identifier = ${eui(2)}`;
    const { task, rows } = await undo(id);
    expect(task).toMatchObject({ state: 'done', done: 2, failed: 2 });
    expect(rows).toEqual({
      [eui(1)]: ['failed', 'device-gone'],
      [eui(2)]: ['failed', 'changed-since'],
      [eui(3)]: ['done'],
      [eui(4)]: ['done'],
    });
  });

  it('of a move stops at the room that the old project has left', async () => {
    const home = (await createProject(a.system, { name: 'Home', description: null })).id;
    const ids = [await add('generic', 'I1', home), await add('generic', 'I2', home)];
    const { id } = await select('move-devices', ids, { projectId: target });
    await limit(home, { networkLimits: { ...NO_LIMITS.networkLimits, generic: 1 } });
    const { task, rows } = await undo(id);
    expect(task).toMatchObject({ state: 'done', done: 1, failed: 1 });
    expect(Object.values(rows)).toContainEqual(['done']);
    expect(Object.values(rows)).toContainEqual(['failed', 'projects.limit-reached']);
  });

  it('of a move whose flow is gone since fails for the devices of that flow alone', async () => {
    const ids = [await add('generic', 'I1'), await add('generic', 'I2')];
    const flow = await createFlow(a.system, {
      projectId: a.ids.project,
      name: 'Soon gone',
      description: null,
    });
    await select('link-flow', ids.slice(0, 1), { flowId: flow.id });
    const { id } = await select('move-devices', ids, { projectId: target });
    await database.sql`delete from flows where id = ${flow.id}`;
    const { rows } = await undo(id);
    expect(rows).toEqual({ I1: ['failed', 'flows.not-found'], I2: ['done'] });
    expect(await Promise.all(ids.map(projectOf))).toEqual([target, a.ids.project]);
  });

  it('is offered once, and not of what was never done', async () => {
    const { id } = await select('set-device-status', [a.ids.device], { status: 'DEACTIVATED' });
    await undo(id);
    await expect(undoTask(actor, { id })).rejects.toMatchObject({ code: 'bulk-tasks.not-undoable' });
    const { id: idle } = await select('set-device-status', [a.ids.device], { status: 'ACTIVE' });
    await expect(undoTask(actor, { id: idle })).rejects.toMatchObject({ code: 'bulk-tasks.not-undoable' });
  });
});

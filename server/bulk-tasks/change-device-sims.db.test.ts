import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { changeSims } from '#server/sims/change-sims.ts';
import { linkSim, unlinkSim } from '#server/sims/link-sim.ts';
import { b, code, database, device, jobsOf, nextIccid, sim } from '#server/sims/sim-scene.fixture.ts';
import { doBulkWork, plannedThenApplied, taskRow } from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import type { BulkOptions, BulkSelection } from './contract.ts';
import { startSelection } from './create-task.ts';
import { admin, editor, rowsOf, undone } from './sim-tasks.fixture.ts';

const change = (selection: BulkSelection['selection'], options: BulkOptions, by = admin) =>
  startSelection(by, { kind: 'change-device-sims', list: 'devices', selection, options });

/** A device with a SIM in it. */
async function equipped(status: Parameters<typeof sim>[0] = 'ACTIVATED') {
  const [id, { id: simId, iccid }] = [await device(), await sim()];
  await linkSim(admin, { deviceId: id, simId, replace: false });
  await database.sql`update sims set status = ${status as string} where id = ${simId}`;
  const [named] = await database.sql`select identifier, name from devices where id = ${id}`;
  return { id, simId, iccid, label: named?.identifier ?? named?.name };
}

const madeManaged = (deviceId: string) => database.sql`
  update devices set (device_type_customer_id, device_type_id) =
    (select customer_id, id from device_types where category = 'managed' limit 1) where id = ${deviceId}`;

describe('the SIMs of devices that were selected', () => {
  it('are asked for under the name of their device, and asked back', async () => {
    const [one, other] = [await equipped(), await equipped('DEACTIVATED')];
    const { id, finished } = await change({ ids: [one.id, other.id] }, { simStatus: 'DEACTIVATED' });
    expect(finished).toEqual({ done: 1, failed: 0, refused: 0, same: 1 });
    expect(await jobsOf(one.simId)).toEqual([{ kind: 'status', wanted: 'DEACTIVATED', state: 'pending' }]);
    expect(await jobsOf(other.simId)).toEqual([]);
    expect((await rowsOf(id))[0]).toMatchObject({
      label: one.label,
      objectId: one.id,
      before: { status: 'ACTIVATED' },
      after: { sim: { id: one.simId, name: one.iccid }, status: 'DEACTIVATED' },
      outcome: 'done',
    });
    expect(await undone(id)).toMatchObject({ state: 'done', done: 1, failed: 0 });
    expect((await jobsOf(one.simId)).at(-1)).toMatchObject({ wanted: 'ACTIVATED', state: 'pending' });
  });

  it('that are none, of a managed device, retired or nobody’s are refused, each by name and reason', async () => {
    const [fine, retired, managed] = [await equipped(), await equipped('RETIRED'), await equipped()];
    const [bare, typed] = [await device(), await device()];
    await madeManaged(managed.id);
    await linkSim(admin, { deviceId: typed, iccid: nextIccid(), replace: false });
    const ids = [fine.id, retired.id, managed.id, bare, typed, b.ids.device, randomUUID()];
    const { id, finished } = await change(
      { ids },
      { ratePlan: 'Pool 10 MB', communicationPlan: 'LTE-M data' },
    );
    expect(finished).toEqual({ done: 1, failed: 0, refused: 6, same: 0 });
    const rows = await rowsOf(id);
    expect(rows.map(({ reasons }) => reasons[0]?.code ?? null)).toEqual([
      null,
      'sims.retired',
      'devices.type-managed',
      'no-sim',
      'sims.no-account',
      'device-unknown',
      'device-unknown',
    ]);
    expect(rows.slice(1, 4).map(({ label, objectId }) => [label !== '', objectId])).toEqual(
      [retired.id, managed.id, bare].map((objectId) => [true, objectId]),
    );
    expect(await jobsOf(fine.simId)).toMatchObject([{ kind: 'rate-plan', wanted: 'Pool 10 MB' }]);
    for (const { simId } of [retired, managed]) expect(await jobsOf(simId)).toEqual([]);
  });

  it('stay as they are where the device has another by the time that it is done', async () => {
    const [kept, switched, emptied] = [await equipped(), await equipped(), await equipped()];
    const spare = await sim();
    const { outcomes } = await plannedThenApplied(
      admin,
      'change-device-sims',
      { ids: [kept.id, switched.id, emptied.id], options: { simStatus: 'DEACTIVATED' } },
      async () => {
        await linkSim(admin, { deviceId: switched.id, simId: spare.id, replace: true });
        await unlinkSim(admin, { deviceId: emptied.id });
      },
    );
    const moved = [{ code: 'changed-meanwhile', details: { field: 'sim' } }];
    expect(outcomes).toMatchObject([
      { outcome: 'done' },
      { outcome: 'failed', reasons: moved },
      { outcome: 'failed', reasons: moved },
    ]);
    for (const simId of [switched.simId, spare.id, emptied.simId]) expect(await jobsOf(simId)).toEqual([]);
  });

  it('are not asked back where the SIM or what is wished of it is another since', async () => {
    const [back, switched, wished] = [await equipped(), await equipped(), await equipped()];
    const { id } = await change({ ids: [back.id, switched.id, wished.id] }, { ratePlan: 'Pool 10 MB' });
    await linkSim(admin, { deviceId: switched.id, simId: (await sim()).id, replace: true });
    await changeSims(admin, { ids: [wished.simId], change: { ratePlan: 'Flex 1 MB' } });
    const undo = await undone(id);
    expect(undo).toMatchObject({ state: 'done', done: 1, failed: 2 });
    expect((await rowsOf(undo.id)).map(({ reasons }) => reasons[0]?.details ?? null)).toEqual([
      null,
      { fields: 'sim' },
      { fields: 'ratePlan' },
    ]);
    expect((await jobsOf(switched.simId)).at(-1)).toMatchObject({ wanted: 'Pool 10 MB', state: 'pending' });
  });

  it('are retired by who may, and something has to be asked for', async () => {
    const one = await equipped();
    const forbidden = change({ ids: [one.id] }, { simStatus: 'RETIRED' }, editor);
    await expect(forbidden).rejects.toEqual(code('access.forbidden'));
    await expect(change({ ids: [one.id] }, {}, editor)).rejects.toEqual(code('input.invalid'));
    expect(await jobsOf(one.simId)).toEqual([]);
    expect((await change({ ids: [one.id] }, { simStatus: 'RETIRED' })).finished?.done).toBe(1);
    expect((await change({ ids: [one.id] }, { simStatus: 'ACTIVATED' })).finished?.refused).toBe(1);
  });
});

describe('the SIMs of all devices that match', () => {
  it('are those of the list of devices, as it is filtered', async () => {
    const [here, left, bare] = [await equipped(), await equipped(), await device()];
    const name = `Quay ${randomUUID()}`;
    await database.sql`update devices set name = ${name} where id = any(${[here.id, left.id, bare]})`;
    const query = { q: name, filters: [] };
    const { finished, id } = await change({ query, except: [left.id] }, { ratePlan: 'Pool 10 MB' });
    expect(finished).toEqual({ done: 1, failed: 0, refused: 1, same: 0 });
    expect((await rowsOf(id)).map(({ objectId }) => objectId).toSorted()).toEqual([here.id, bare].toSorted());
    expect(await jobsOf(left.simId)).toEqual([]);
  });

  it('of more than are done at once have a plan first', async () => {
    const { id: template, simId } = await equipped();
    await database.sql`
      insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, status, shard)
      select customer_id, project_id, device_type_customer_id, device_type_id, 'Buoy ' || n, status, shard
      from devices, generate_series(1, 230) n where id = ${template}`;
    const filters = [{ field: 'type', op: 'is' as const, value: await typeOf(template) }];
    const { id, finished } = await change({ query: { filters }, except: [] }, { simStatus: 'DEACTIVATED' });
    expect(finished).toBeNull();
    await doBulkWork();
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'planned', planned: { change: 1 } });
    expect(await jobsOf(simId)).toEqual([]);
    await confirmTask(admin, { id });
    await doBulkWork();
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: 1, failed: 0 });
    expect(await jobsOf(simId)).toMatchObject([{ wanted: 'DEACTIVATED', state: 'pending' }]);
  });
});

async function typeOf(deviceId: string): Promise<string> {
  const [row] = await database.sql`select device_type_id from devices where id = ${deviceId}`;
  return row?.device_type_id;
}

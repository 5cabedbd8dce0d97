import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeSims } from '#server/drivers/sim-platforms/simulated/make-sims.ts';
import { changeSims } from '#server/sims/change-sims.ts';
import { linkSim } from '#server/sims/link-sim.ts';
import { a, account, b, code, database, device, jobsOf, sim } from '#server/sims/sim-scene.fixture.ts';
import { doBulkWork, taskRow } from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import type { BulkOptions, BulkSelection } from './contract.ts';
import { startSelection, uploadSheet } from './create-task.ts';
import { admin, editor, rowsOf, undone } from './sim-tasks.fixture.ts';

const change = (selection: BulkSelection['selection'], options: BulkOptions, by = admin) =>
  startSelection(by, { kind: 'change-sims', selection, options });
const stated = (field: string, value: string) => ({ field, op: 'is' as const, value });

/** Many at once, of either customer. */
async function many(count: number, seed: string, customerId: string, accountId: string | null) {
  const rows = makeSims(seed, count, new Date()).map(({ iccid }) => ({
    customer_id: customerId,
    account_id: accountId,
    iccid,
    status: 'ACTIVATED',
    rate_plan: 'Pool 1 MB',
  }));
  const made = await database.sql<{ id: string }[]>`insert into sims ${database.sql(rows)} returning id`;
  return made.map(({ id }) => id);
}

describe('SIMs that were selected by hand', () => {
  it('few are asked for at once, each wish a row of its own, and are asked back', async () => {
    const [one, other] = [await sim('ACTIVATED'), await sim('DEACTIVATED')];
    const { id, finished } = await change({ ids: [one.id, other.id] }, { simStatus: 'DEACTIVATED' });
    expect(finished).toEqual({ done: 1, failed: 0, refused: 0, same: 1 });
    expect(await jobsOf(one.id)).toEqual([{ kind: 'status', wanted: 'DEACTIVATED', state: 'pending' }]);
    expect(await jobsOf(other.id)).toEqual([]);
    expect((await rowsOf(id)).find(({ objectId }) => objectId === one.id)).toMatchObject({
      label: one.iccid,
      before: { status: 'ACTIVATED' },
      after: { status: 'DEACTIVATED' },
      outcome: 'done',
    });
    expect(await undone(id)).toMatchObject({ state: 'done', done: 1, failed: 0 });
    expect(await jobsOf(one.id)).toEqual([
      { kind: 'status', wanted: 'DEACTIVATED', state: 'superseded' },
      { kind: 'status', wanted: 'ACTIVATED', state: 'pending' },
    ]);
  });

  it('those that cannot be asked for are refused with their reason, before anything is done', async () => {
    const [fine, retired, foreign] = [await sim(), await sim('RETIRED'), await sim('ACTIVATED', b)];
    const nobodys = randomUUID();
    const { id, finished } = await change(
      { ids: [fine.id, retired.id, foreign.id, nobodys] },
      { ratePlan: 'Pool 10 MB', communicationPlan: 'LTE-M data' },
    );
    expect(finished).toEqual({ done: 1, failed: 0, refused: 3, same: 0 });
    const codes = (await rowsOf(id)).map(({ reasons, after }) => reasons[0]?.code ?? after);
    // Another customer's is as one that is not there, and says nothing of itself.
    expect(codes).toEqual([{ ratePlan: 'Pool 10 MB' }, 'sims.retired', 'sim-unknown', 'sim-unknown']);
    expect((await rowsOf(id)).slice(2).map(({ label, objectId }) => [label, objectId])).toEqual([
      ['', null],
      ['', null],
    ]);
    expect(await jobsOf(foreign.id)).toEqual([]);
  });

  it('a wish that waits is taken back by asking for what is', async () => {
    const { id } = await sim('ACTIVATED');
    await changeSims(admin, { ids: [id], change: { status: 'DEACTIVATED' } });
    const { finished } = await change({ ids: [id] }, { simStatus: 'ACTIVATED' });
    expect(finished).toMatchObject({ done: 1, same: 0 });
    expect((await jobsOf(id)).map(({ state, wanted }) => [wanted, state])).toEqual([
      ['DEACTIVATED', 'superseded'],
      ['ACTIVATED', 'pending'],
    ]);
  });

  it('what somebody changed since is not put back, and what was never done has nothing to put back', async () => {
    const [moved, refused] = [await sim(), await sim()];
    const { id } = await change({ ids: [moved.id, refused.id] }, { ratePlan: 'Pool 10 MB' });
    await changeSims(admin, { ids: [moved.id], change: { ratePlan: 'Flex 1 MB' } });
    await database.sql`update sim_jobs set state = 'failed' where sim_id = ${refused.id}`;
    expect(await undone(id)).toMatchObject({ state: 'done', done: 1, failed: 1 });
    const [undo] = await database.sql`select id from bulk_tasks where undo_of = ${id}`;
    expect((await rowsOf(undo?.id)).find(({ objectId }) => objectId === moved.id)).toMatchObject({
      outcome: 'failed',
      reasons: [{ code: 'changed-since', details: { fields: 'ratePlan' } }],
    });
    expect((await jobsOf(moved.id)).at(-1)).toMatchObject({ wanted: 'Flex 1 MB', state: 'pending' });
  });

  it('to retire takes the right to, and something has to be asked for', async () => {
    const { id } = await sim();
    await expect(change({ ids: [id] }, { simStatus: 'RETIRED' }, editor)).rejects.toEqual(
      code('access.forbidden'),
    );
    await expect(change({ ids: [id] }, {}, editor)).rejects.toEqual(code('input.invalid'));
    expect(await jobsOf(id)).toEqual([]);
    expect((await change({ ids: [id] }, { simStatus: 'DEACTIVATED' }, editor)).finished?.done).toBe(1);
    expect((await change({ ids: [id] }, { simStatus: 'RETIRED' })).finished?.done).toBe(1);
  });
});

describe('all SIMs that match', () => {
  it('are found by the server, but for those left out and whatever another customer has', async () => {
    const own = await many(230, 'own', a.customerId, account);
    await many(230, 'foreign', b.customerId, null);
    const elsewhere = await sim('DEACTIVATED');
    const [left] = own as [string];
    const { id, finished } = await change(
      {
        query: { filters: [stated('status', 'ACTIVATED'), stated('ratePlan', 'Pool 1 MB')] },
        except: [left],
      },
      { ratePlan: 'Pool 10 MB' },
    );
    // Too many for one breath: a plan first, of which nothing is done yet.
    expect(finished).toBeNull();
    await doBulkWork();
    expect(await taskRow(database.sql, id)).toMatchObject({
      state: 'planned',
      total: 229,
      planned: { change: 229 },
    });
    const waiting = () =>
      database.sql<{ customer_id: string; n: number }[]>`
        select s.customer_id, count(distinct s.id)::int as n from sim_jobs j join sims s on s.id = j.sim_id
        where j.kind = 'rate-plan' and j.state = 'pending' group by 1`;
    expect(await waiting()).toEqual([]);
    await confirmTask(admin, { id });
    await doBulkWork();
    expect(await waiting()).toEqual([{ customer_id: a.customerId, n: 229 }]);
    for (const none of [left, elsewhere.id]) expect(await jobsOf(none)).toEqual([]);
  });

  it('are those of a project and of a search as well', async () => {
    const [inProject, outside] = [await sim(), await sim()];
    await linkSim(admin, { deviceId: await device(), simId: inProject.id, replace: false });
    const filters = [stated('project', a.ids.project)];
    expect((await change({ query: { filters }, except: [] }, { ratePlan: 'P' })).finished?.done).toBe(1);
    const q = outside.iccid.slice(4, 18);
    expect((await change({ query: { q, filters: [] }, except: [] }, { ratePlan: 'P' })).finished?.done).toBe(
      1,
    );
    expect([await jobsOf(inProject.id), await jobsOf(outside.id)].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
    await expect(
      change({ query: { filters: [stated('project', b.ids.project)] }, except: [] }, { ratePlan: 'P' }),
    ).rejects.toEqual(code('bulk-tasks.nothing-selected'));
  });
});

describe('a sheet of SIMs', () => {
  it('that retires some is confirmed by who may retire them, whoever planned it', async () => {
    const [one, other] = [await sim('ACTIVATED'), await sim('ACTIVATED')];
    const upload = async (status: string) => {
      const sheet = `ICCID;Status\n${one.iccid};${status}\n${other.iccid};deactivated\n`;
      const { id } = await uploadSheet(
        admin,
        { kind: 'change-sims', fileName: 'sims.csv', options: {} },
        new TextEncoder().encode(sheet),
      );
      await doBulkWork();
      expect(await taskRow(database.sql, id)).toMatchObject({ state: 'planned', planned: { change: 2 } });
      return id;
    };
    const retiring = await upload('retired');
    await expect(confirmTask(editor, { id: retiring })).rejects.toEqual(code('access.forbidden'));
    expect(await taskRow(database.sql, retiring)).toMatchObject({ state: 'planned', confirmed_at: null });
    await doBulkWork();
    expect(await jobsOf(one.id)).toEqual([]);
    await confirmTask(admin, { id: retiring });
    await doBulkWork();
    expect(await jobsOf(one.id)).toMatchObject([{ wanted: 'RETIRED', state: 'pending' }]);
    await database.sql`delete from sim_jobs where sim_id = any(${[one.id, other.id]})`;
    // What an editor may do themselves they may confirm, too.
    await confirmTask(editor, { id: await upload('deactivated') });
    await doBulkWork();
    expect(await jobsOf(one.id)).toMatchObject([{ wanted: 'DEACTIVATED', state: 'pending' }]);
  });
});

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TableFilter } from '#components/ui/data-table/table-query.ts';
import { a, actor, b, database, rowsOf } from './bulk-scene.fixture.ts';
import { code, doBulkWork, plannedThenApplied, taskRow } from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import { type BulkSelection, bulkSelectionSchema } from './contract.ts';
import { startSelection } from './create-task.ts';

const replay = (selection: BulkSelection['selection']) =>
  startSelection(actor, { kind: 'replay-deliveries', list: 'deliveries', selection, options: {} });
const sending = async () =>
  (
    await database.sql`select replay_of::int from delivery_queue where replay_of is not null order by replay_of`
  ).map((row) => row.replay_of);
const is = (field: string, value: string): TableFilter => ({ field, op: 'is', value });

let next = 70_000;

/** Final deliveries as the tenant's own is, of which this is another. */
async function final(count: number, more: { state?: string; device?: string } = {}): Promise<number[]> {
  const first = next;
  next += count;
  await database.sql`
    insert into deliveries (id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state, attempts,
      finished_at, attempt_log)
    select ${first}::int + n, received_at, customer_id, destination_id, ${more.device ?? a.ids.device}, flow_id, uplink_id, pack_id,
      ${more.state ?? 'failed'}, 1, now(), '[]'
    from deliveries, generate_series(0, ${count}::int - 1) n where id = ${a.ids.delivery}`;
  return Array.from({ length: count }, (_, n) => first + n);
}

beforeEach(async () => {
  await database.sql`delete from delivery_queue where replay_of is not null`;
  await database.sql`delete from deliveries where id >= 70000 and id < 80000`;
});

describe('deliveries that were selected', () => {
  it('go again once; what is under way, nobody’s or has nowhere to go is named', async () => {
    const [one, other] = (await final(2)) as [number, number];
    const [lost] = (await final(1, { device: randomUUID() })) as [number];
    const ids = [one, other, a.ids.waiting, lost, b.ids.delivery, 999_999].map(String);
    const { id, finished } = await replay({ ids });
    expect(finished).toEqual({ done: 2, failed: 0, refused: 4, same: 0 });
    expect(await sending()).toEqual([one, other]);
    const rows = await rowsOf(id);
    expect(rows.map(({ reasons }) => reasons[0]?.code ?? null)).toEqual([
      null,
      null,
      'delivery-under-way',
      'delivery-nowhere',
      'delivery-unknown',
      'delivery-unknown',
    ]);
    expect(rows[0]).toMatchObject({
      objectId: a.ids.destination,
      verdict: 'create',
      outcome: 'done',
      after: { delivery: one, destination: { id: a.ids.destination } },
    });
    expect((await replay({ ids: [String(one)] })).finished).toEqual({
      done: 0,
      failed: 0,
      refused: 0,
      same: 1,
    });
    expect(await sending()).toEqual([one, other]);
    const [audit] =
      await database.sql`select object_id, after from audit_log where operation = 'deliveries.replay' order by id desc limit 1`;
    expect(audit).toMatchObject({
      object_id: a.ids.destination,
      after: { deliveries: [one, other], count: 2 },
    });
  });

  it('go once where somebody else sends them again meanwhile, or they are gone by then', async () => {
    const [kept, sent, gone] = (await final(3)) as [number, number, number];
    const { planned, outcomes } = await plannedThenApplied(
      actor,
      'replay-deliveries',
      { ids: [kept, sent, gone].map(String), options: {} },
      async () => {
        await replay({ ids: [String(sent)] });
        await database.sql`delete from deliveries where id = ${gone}`;
      },
    );
    expect(planned.map(({ verdict }) => verdict)).toEqual(['create', 'create', 'create']);
    expect(outcomes).toMatchObject([
      { outcome: 'done' },
      { outcome: 'done' },
      { outcome: 'failed', reasons: [{ code: 'delivery-unknown' }] },
    ]);
    expect(await sending()).toEqual([kept, sent]);
  });

  it('have numbers for ids, as all other things have not', () => {
    const given = (kind: string, ids: string[]) =>
      bulkSelectionSchema.safeParse({ kind, selection: { ids }, options: {} }).success;
    expect(given('replay-deliveries', ['17'])).toBe(true);
    expect(given('delete-devices', ['17'])).toBe(false);
    for (const id of [randomUUID(), '-1', '1.5', '1e3']) expect(given('replay-deliveries', [id])).toBe(false);
  });
});

describe('all deliveries that match', () => {
  const destination = () => is('destination', a.ids.destination);

  it('are those of the list as it is filtered, but for those left out and those under way', async () => {
    const [left, ...failed] = (await final(3)) as [number, number, number];
    await final(2, { state: 'delivered' });
    const except = [String(left), String(a.ids.delivery)];
    const query = { filters: [destination(), is('state', 'failed')] };
    expect((await replay({ query, except })).finished).toMatchObject({ done: 2, refused: 0 });
    expect(await sending()).toEqual(failed);
    const waiting = { filters: [destination(), is('state', 'waiting')] };
    await expect(replay({ query: waiting, except: [] })).rejects.toEqual(code('bulk-tasks.nothing-selected'));
    const foreign = { filters: [is('destination', b.ids.destination)] };
    await expect(replay({ query: foreign, except: [] })).rejects.toEqual(code('bulk-tasks.nothing-selected'));
  });

  it('have a plan first where they are many, are all sent, and are not called back', async () => {
    const many = await final(230);
    const query = { filters: [destination(), is('state', 'failed')] };
    const { id, finished } = await replay({ query, except: [String(a.ids.delivery)] });
    expect(finished).toBeNull();
    await doBulkWork();
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'planned', planned: { create: 230 } });
    expect(await sending()).toEqual([]);
    await confirmTask(actor, { id });
    await doBulkWork();
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: 230, undo_until: null });
    expect(await sending()).toEqual(many);
  });
});

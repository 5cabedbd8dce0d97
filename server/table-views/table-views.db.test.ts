import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import type { Role } from '#server/access/contract.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createUser } from '#server/users/create-user.ts';
import { MOST_VIEWS, viewSaveSchema } from './contract.ts';
import { deleteTableView } from './delete-table-view.ts';
import { listTableViews } from './read-table-views.ts';
import { saveTableView } from './save-table-view.ts';
import { updateTableView } from './update-table-view.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

async function person(tenant: Tenant, roles: Role[] = ['manager.read-only']): Promise<Actor> {
  const { id } = await createUser({
    customerId: tenant.customerId,
    name: 'Somebody',
    email: `${randomUUID()}@example.org`,
    roles,
  });
  return actorWith(tenant.customerId, roles, { id });
}

const devices = (name: string, more: object = {}) =>
  viewSaveSchema.parse({ table: 'devices', name, address: 'q=pump&sort=-name', ...more });
const list = (actor: Actor) => listTableViews(actor, { table: 'devices' });
const names = async (actor: Actor) => (await list(actor)).map((view) => view.name);

describe('views of a table', () => {
  it('are kept as they stood in the address, by name, a table apart', async () => {
    const me = await person(a);
    await saveTableView(me, devices('weak signal', { address: 'f=signal:between:,-110&cols=name,signal' }));
    await saveTableView(me, devices('Late'));
    await saveTableView(me, { ...devices('Late'), table: 'flows' });
    expect(await names(me)).toEqual(['Late', 'weak signal']);
    expect((await list(me))[1]).toMatchObject({ address: 'f=signal:between:,-110&cols=name,signal' });
  });

  it('have names that differ, in whatever case, also when renamed', async () => {
    const me = await person(a);
    const { id } = await saveTableView(me, devices('Late'));
    const other = await saveTableView(me, devices('Early'));
    await expect(saveTableView(me, devices('LATE'))).rejects.toMatchObject({
      code: 'table-views.name-taken',
    });
    await expect(updateTableView(me, { table: 'devices', id: other.id, name: 'late' })).rejects.toMatchObject(
      { code: 'table-views.name-taken' },
    );
    await updateTableView(me, { table: 'devices', id, name: 'LATE', address: 'q=other' });
    expect(await list(me)).toMatchObject([{ name: 'Early' }, { name: 'LATE', address: 'q=other' }]);
  });

  it('one of them is the default, and none when it is taken back', async () => {
    const me = await person(a);
    const one = await saveTableView(me, devices('One', { isDefault: true }));
    const two = await saveTableView(me, devices('Two', { isDefault: true }));
    const defaults = async () => (await list(me)).filter((view) => view.isDefault).map((view) => view.id);
    expect(await defaults()).toEqual([two.id]);
    await updateTableView(me, { table: 'devices', id: one.id, isDefault: true });
    expect(await defaults()).toEqual([one.id]);
    await updateTableView(me, { table: 'devices', id: one.id, isDefault: false });
    expect(await defaults()).toEqual([]);
  });

  it('are ten at most, also when twelve are saved at once', async () => {
    const me = await person(a);
    const saved = await Promise.allSettled(
      Array.from({ length: MOST_VIEWS + 2 }, (_, at) => saveTableView(me, devices(`View ${at}`))),
    );
    const refused = saved.filter((one) => one.status === 'rejected');
    expect(refused.map((one) => one.reason.code)).toEqual(Array(2).fill('table-views.limit-reached'));
    expect(await list(me)).toHaveLength(MOST_VIEWS);
    const first = (await list(me))[0];
    await deleteTableView(me, { table: 'devices', id: first?.id ?? '' });
    await saveTableView(me, devices('Again'));
    expect(await list(me)).toHaveLength(MOST_VIEWS);
  });
});

describe('views belong to one person', () => {
  it('a colleague neither sees, changes nor deletes them; another customer does not either', async () => {
    const me = await person(a);
    const { id } = await saveTableView(me, devices('Mine'));
    for (const other of [await person(a, ['manager.admin']), await person(b, ['manager.admin'])]) {
      expect(await list(other)).toEqual([]);
      const refused = { code: 'table-views.not-found', kind: 'not-found' };
      await expect(updateTableView(other, { table: 'devices', id, name: 'X' })).rejects.toMatchObject(
        refused,
      );
      await expect(deleteTableView(other, { table: 'devices', id })).rejects.toMatchObject(refused);
    }
    expect(await names(me)).toEqual(['Mine']);
  });

  it('the database itself shows a person nothing of a colleague and lets nothing be written for one', async () => {
    const [me, colleague] = [await person(a), await person(a)];
    await saveTableView(me, devices('Mine'));
    await database.sql
      .begin(async (tx) => {
        await tx`set local role things_app`;
        await tx`select set_config('app.customer_id', ${a.customerId}, true)`;
        expect(await tx`select from table_views`).toHaveLength(0);
        await tx`select set_config('app.user_id', ${colleague.id}, true)`;
        expect(await tx`select from table_views`).toHaveLength(0);
        await tx`insert into table_views (customer_id, user_id, table_name, name, address) values (${a.customerId}, ${me.id}, 'devices', 'Planted', '')`;
      })
      .then(
        () => expect.unreachable(),
        (error: Error) => expect(error.message).toMatch(/row-level security/),
      );
  });

  it('are for who may read the table, and for people', async () => {
    const auditor = await person(a, ['organization.admin']);
    await saveTableView(auditor, { ...devices('Deletions'), table: 'audit-log' });
    await expect(list(auditor)).rejects.toMatchObject({ code: 'access.forbidden' });
    const reader = await person(a);
    await expect(listTableViews(reader, { table: 'audit-log' })).rejects.toMatchObject({
      code: 'access.forbidden',
    });
    await expect(list(systemActor(a.customerId))).rejects.toMatchObject({ code: 'access.forbidden' });
  });
});

describe('what may be saved', () => {
  it.each([
    [{ table: 'passwords' }],
    [{ name: ' ' }],
    [{ name: 'x'.repeat(61) }],
    [{ address: 'cursor=abcd' }],
    [{ address: 'tab=device' }],
    [{ address: `q=${'x'.repeat(4000)}` }],
  ])('not %j', (given) => {
    const view = { table: 'devices', name: 'A view', address: '', ...given };
    expect(viewSaveSchema.safeParse(view).success).toBe(false);
  });
});

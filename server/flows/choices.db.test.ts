import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { chooseFlows } from './choose-flows.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let otherProject: string;

const COUNT = 240;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  otherProject = (await createProject(a.system, { name: 'Other', description: null })).id;
  await database.sql`insert into flows (customer_id, project_id, name)
    select ${a.customerId}, ${a.ids.project}, 'Flow ' || lpad(i::text, 3, '0') from generate_series(1, ${COUNT}) i`;
  await database.sql`insert into flows (customer_id, project_id, name)
    values (${a.customerId}, ${otherProject}, 'Flow 240'), (${a.customerId}, ${a.ids.project}, 'The flow 24 before')`;
});

const names = async (query: Parameters<typeof chooseFlows>[1]) =>
  (await chooseFlows(a.system, query)).items.map(({ name }) => name);

describe('flows to choose from', () => {
  it('are a page of them, and it says that there are more', async () => {
    const first = await chooseFlows(a.system, {});
    expect(first.items).toHaveLength(50);
    expect(first.more).toBe(true);
    expect(await chooseFlows(a.system, { q: 'flow 1' })).toMatchObject({ more: true });
  });

  it('are found by a part of the name however many there are, those that begin so first', async () => {
    expect(await chooseFlows(a.system, { q: 'FLOW 24', projectId: a.ids.project })).toMatchObject({
      items: [{ name: 'Flow 240' }, { name: 'The flow 24 before' }],
      more: false,
    });
    expect(await names({ q: '100%' })).toEqual([]);
  });

  it('are of one project where one is given, and each names its own', async () => {
    expect((await chooseFlows(a.system, { projectId: otherProject })).items).toEqual([
      { id: expect.any(String), name: 'Flow 240', project: { id: otherProject, name: 'Other' } },
    ]);
    expect((await chooseFlows(a.system, { q: 'flow 240' })).items).toHaveLength(2);
  });

  it('leave out those that a device is in', async () => {
    const own = { q: 'CANARY', projectId: a.ids.project };
    expect((await chooseFlows(a.system, own)).items.map(({ id }) => id)).toEqual([a.ids.flow]);
    expect((await chooseFlows(a.system, { ...own, without: a.ids.device })).items).toEqual([]);
  });

  it('are named by their ids, and those of others are not there', async () => {
    const { items, more } = await chooseFlows(a.system, { ids: [a.ids.flow, b.ids.flow] });
    expect(items.map(({ id }) => id)).toEqual([a.ids.flow]);
    expect(more).toBe(false);
  });

  it('are for who may read flows', async () => {
    await expect(chooseFlows(actorWith(a.customerId, ['support.user']), {})).rejects.toMatchObject({
      code: 'access.forbidden',
    });
  });
});

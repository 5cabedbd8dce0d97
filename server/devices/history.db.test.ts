import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { deleteFlow } from '#server/flows/delete-flow.ts';
import { linkDevices, unlinkDevices } from '#server/flows/link-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createDevice } from './create-device.ts';
import { listDeviceHistory } from './list-history.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

const admin = () => actorWith(a.customerId, ['manager.admin', 'organization.admin'], { name: 'Ada' });
const device = async (flowIds: string[] = []) => {
  const { id } = await createDevice(admin(), {
    projectId: a.ids.project,
    deviceTypeId: a.ids.deviceType,
    name: 'Buoy',
    description: null,
    barcode: null,
    tags: [],
    flowIds,
  });
  return id;
};
const flow = (name: string) => createFlow(admin(), { projectId: a.ids.project, name, description: null });
const history = (id: string, query: Partial<TableQuery> = {}, actor = admin()) =>
  listDeviceHistory(actor, { id, query: { ...emptyTableQuery, ...query } });

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

describe('the history of a device', () => {
  it('tells each flow that it was put into and taken out of, whichever side did it, and the flow too', async () => {
    const [first, second] = [await flow('First'), await flow('Second')];
    const id = await device([first.id]);
    await linkDevices(admin(), { flowId: second.id, deviceIds: [id, a.ids.device] });
    // Linked already: nothing happened, nothing is told.
    await linkDevices(admin(), { flowId: second.id, deviceIds: [id] });
    await unlinkDevices(admin(), { flowId: second.id, deviceIds: [id] });
    await unlinkDevices(admin(), { flowId: second.id, deviceIds: [id] });
    await deleteFlow(admin(), { id: first.id });
    const { rows } = await history(id);
    expect(rows.map(({ operation, before, after }) => [operation, before?.flow, after?.flow])).toEqual([
      ['flows.delete', 'First', undefined],
      ['flows.update', 'Second', undefined],
      ['flows.update', undefined, 'Second'],
      ['devices.create', undefined, undefined],
    ]);
    expect(rows.at(-1)?.after?.flows).toEqual(['First']);
    const ofFlow = await database.sql`
      select before, after from audit_log where object_id = ${second.id} and operation = 'flows.update' order by id`;
    expect(ofFlow).toEqual([
      { before: null, after: { linkedDevices: expect.arrayContaining([id, a.ids.device]) } },
      { before: { linkedDevices: [id] }, after: null },
    ]);
  });

  it('goes back to its very beginning, page by page', async () => {
    const id = await device();
    await database.sql`
      insert into audit_log (customer_id, at, actor_kind, actor_id, actor_name, operation, object_kind, object_id, after, via)
      select ${a.customerId}, now() - n * interval '1 hour', 'user', 'x', 'Grace', 'twins.update', 'device', ${id},
        jsonb_build_object('n', n), 'api' from generate_series(1, 700) n`;
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await history(id, { limit: 200, cursor });
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect([seen.length, new Set(seen).size]).toEqual([701, 701]);
    const whose = (filters: TableQuery['filters']) => history(id, { filters });
    expect((await whose([{ field: 'actor', op: 'contains', value: 'ada' }])).total).toBe(1);
    expect((await whose([{ field: 'operation', op: 'in', value: ['twins.update'] }])).total).toBe(700);
    expect((await history(id, { q: 'grace' })).total).toBe(700);
  });

  it('tells from where somebody worked to who may read the audit log, and is not searched by it', async () => {
    const id = await device();
    const reader = actorWith(a.customerId, ['manager.read-only']);
    expect((await history(id)).rows[0]?.address).toBe('127.0.0.1');
    expect((await history(id, {}, reader)).rows[0]?.address).toBeNull();
    for (const actor of [reader, admin()])
      await expect(
        history(id, { filters: [{ field: 'address', op: 'is', value: '127.0.0.1' }] }, actor),
      ).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('is that of one device of one customer', async () => {
    await expect(history(b.ids.device)).rejects.toMatchObject({ code: 'devices.not-found' });
    const operations = new Set((await history(a.ids.device)).rows.map(({ object }) => object.id));
    expect([...operations]).toEqual([a.ids.device]);
  });
});

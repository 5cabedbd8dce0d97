import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { deleteFlow } from '#server/flows/delete-flow.ts';
import { unlinkDestination } from '#server/flows/link-destination.ts';
import { unlinkDevices } from '#server/flows/link-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  await database.sql`create table like_this as select * from delivery_queue`;
});

const editor = () => actorWith(a.customerId, ['manager.admin']);
const other = '3ac7e3c4-4401-4b8d-9386-a5c902f9202d';
let next = 50_000;

/** A waiting delivery of the tenant's device; what is given is another's. */
async function wait(more: { flow?: string; device?: string; tenant?: Tenant } = {}): Promise<number> {
  const { tenant = a } = more;
  const id = next++;
  await database.sql`
    insert into delivery_queue (id, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, shard, attempts, next_at, attempt_log)
    select ${id}, customer_id, destination_id, ${more.device ?? tenant.ids.device}, ${more.flow ?? tenant.ids.flow},
      uplink_id, pack_id, received_at, shard, 1, next_at, '[{"at":"2026-01-01T00:00:00.000Z","durationMs":5,"status":503}]'
    from like_this where id = ${tenant.ids.waiting}`;
  return id;
}

async function ended(id: number) {
  const [row] = await database.sql`
    select state, attempts, attempt_log, received_at is not null as "isWhole",
      exists (select from delivery_queue q where q.id = d.id) as "isWaiting" from deliveries d where id = ${id}`;
  return row;
}

const cancelled = (reason: string) => ({
  state: 'cancelled',
  attempts: 1,
  isWhole: true,
  isWaiting: false,
  attempt_log: [{ status: 503 }, { at: expect.any(String), durationMs: 0, error: reason }],
});

async function isWaiting(...ids: number[]): Promise<boolean> {
  const rows = await database.sql`select id from delivery_queue where id = any(${ids})`;
  return rows.length === ids.length;
}

describe('what waits becomes final when its way is taken away', () => {
  it('by unlinking a device from the flow', async () => {
    const [mine, otherFlow, otherDevice] = [
      await wait(),
      await wait({ flow: other }),
      await wait({ device: other }),
    ];
    await unlinkDevices(editor(), { flowId: a.ids.flow, deviceIds: [a.ids.device] });
    expect(await ended(mine)).toMatchObject(cancelled('flows.unlinked'));
    expect(await isWaiting(otherFlow, otherDevice)).toBe(true);
  });

  it('by unlinking the destination from the flow', async () => {
    const [mine, otherFlow] = [await wait(), await wait({ flow: other })];
    await unlinkDestination(editor(), { flowId: a.ids.flow, destinationId: a.ids.destination });
    expect(await ended(mine)).toMatchObject(cancelled('flows.unlinked'));
    expect(await isWaiting(otherFlow)).toBe(true);
  });

  it('by deleting the flow, and not where the deletion fails', async () => {
    const [mine, foreign] = [await wait(), await wait({ tenant: b })];
    await expect(deleteFlow(editor(), { id: b.ids.flow })).rejects.toThrow('flows.not-found');
    expect(await isWaiting(mine, foreign)).toBe(true);
    await deleteFlow(editor(), { id: a.ids.flow });
    expect(await ended(mine)).toMatchObject(cancelled('flows.deleted'));
    expect(await isWaiting(foreign)).toBe(true);
  });

  it('by deleting the device, whose deliveries then go with its history', async () => {
    const mine = await wait();
    await database.sql`
      create function refuse_purge() returns trigger language plpgsql as $$ begin raise 'cut short'; end $$`;
    await database.sql`create trigger refuse before delete on uplinks for each row execute function refuse_purge()`;
    await expect(deleteDevice(a.system, { id: a.ids.device })).rejects.toThrow();
    expect(await ended(mine)).toMatchObject(cancelled('devices.deleted'));
    await database.sql`drop trigger refuse on uplinks`;
  });
});

it('the portal may write into the log that something was cancelled, of its own customer, and nothing else', async () => {
  const insert = (customerId: string, state: string) =>
    database.sql.begin(async (tx) => {
      await tx`set local role things_app`;
      await tx`select set_config('app.customer_id', ${a.customerId}, true)`;
      await tx`insert into deliveries (id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state, attempts, finished_at, attempt_log)
        values (${next++}, now(), ${customerId}, ${other}, ${other}, ${other}, 1, 1, ${state}, 0, now(), '[]')`;
    });
  await insert(a.customerId, 'cancelled');
  for (const [customerId, state] of [
    [a.customerId, 'delivered'],
    [a.customerId, 'failed'],
    [b.customerId, 'cancelled'],
  ] as const)
    await expect(insert(customerId, state)).rejects.toThrow(/row-level security/);
});

import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { actorOfStored } from '#server/access/stored-actor.ts';
import { taskRow } from '#server/bulk-tasks/bulk-work.fixture.ts';
import { uploadSheet } from '#server/bulk-tasks/create-task.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createUser } from '#server/users/create-user.ts';
import { BulkWork } from './bulk-work.ts';

const database = useTestDatabase();
let tenant: Tenant;
let actor: Actor;

beforeAll(async () => {
  tenant = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  const { customerId } = tenant;
  const user = await createUser({
    customerId,
    name: 'Bulk',
    email: 'bulk@example.org',
    roles: ['manager.admin'],
  });
  const stored = {
    customerId,
    actorKind: 'user' as const,
    actorId: user.id,
    actorName: 'Bulk',
    address: null,
  };
  actor = (await actorOfStored(stored)) as Actor;
});

const SHEET =
  'DevEUI;JoinEUI;AppKey;Name\r\n0004A30B00000001;70B3D57ED0000001;00000000000000000000000000000001;Pump';

async function planned(): Promise<void> {
  const options = { projectId: tenant.ids.project, deviceTypeId: tenant.ids.deviceType };
  const { id } = await uploadSheet(
    actor,
    { kind: 'add-lora-devices', fileName: 'sheet.csv', options },
    Buffer.from(SHEET),
  );
  await expect.poll(async () => (await taskRow(database.sql, id)).state, { timeout: 30_000 }).toBe('planned');
}

it('is there while there is work, gone when none comes, and there again for the next', async () => {
  const work = new BulkWork({ patienceMs: 1_000 });
  work.start();
  try {
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(work.isAtWork).toBe(false);
    await planned();
    expect(work.isAtWork).toBe(true);
    await expect.poll(() => work.isAtWork, { timeout: 15_000 }).toBe(false);
    await planned();
  } finally {
    await work.stop(5_000);
  }
}, 90_000);

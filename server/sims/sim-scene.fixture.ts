import { randomUUID } from 'node:crypto';
import { beforeAll, expect } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { makeSims } from '#server/drivers/sim-platforms/simulated/make-sims.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { SimStatus } from './contract.ts';
import { createSimAccount } from './create-account.ts';

// Two customers in a database of their own, and an account of the first.

export const database = useTestDatabase();
export let a: Tenant;
export let b: Tenant;
export let editor: Actor;
export let stranger: Actor;
let cellularType: string;
export let account: string;
/** Numbers that are ICCIDs and stand nowhere yet. */
const fresh = makeSims('spare', 200, new Date()).map(({ iccid }) => iccid);
export const nextIccid = () => fresh.pop() as string;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  editor = actorWith(a.customerId, ['manager.admin']);
  stranger = actorWith(b.customerId, ['manager.admin']);
  cellularType = randomUUID();
  await database.sql`insert into device_types (id, customer_id, slug, name, category, "group", networks)
    select ${cellularType}, customer_id, 'm2m', 'M2M device', 'own', 'M2M', '{cellular}' from device_types limit 1`;
  ({ id: account } = await createSimAccount(editor, {
    name: 'Cellular',
    description: null,
    platform: 'simulated',
    settings: { simCount: 5, delayMs: 0 },
    credentials: {},
  }));
});

export let imei = 0;
export async function device(): Promise<string> {
  const digits = `86226104${String(++imei).padStart(6, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => {
    const weighed = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  const made = await createDevice(editor, {
    projectId: a.ids.project,
    deviceTypeId: cellularType,
    name: `Meter ${imei}`,
    description: null,
    barcode: null,
    tags: [],
    cellular: { imei: `${digits}${(10 - (sum % 10)) % 10}` },
    flowIds: [],
  });
  return made.id;
}

export async function sim(
  status: SimStatus = 'ACTIVATED',
  of: Tenant = a,
): Promise<{ id: string; iccid: string }> {
  const iccid = nextIccid();
  const [row] = await database.sql<{ id: string }[]>`
    insert into sims (customer_id, account_id, iccid, status, rate_plan, communication_plan)
    values (${of.customerId}, ${of === a ? account : null}, ${iccid}, ${status}, 'Pool 1 MB', 'LTE-M data') returning id`;
  return { id: row?.id as string, iccid };
}

export const jobsOf = (simId: string) =>
  database.sql<{ kind: string; wanted: string; state: string }[]>`
    select kind, wanted, state from sim_jobs where sim_id = ${simId} and kind <> 'sync' order by id`;

export const auditOf = async (objectId: string) =>
  (await database.sql`select after from audit_log where object_id = ${objectId} order by id desc limit 1`)[0]
    ?.after;

export const code = (expected: string) => expect.objectContaining({ code: expected });

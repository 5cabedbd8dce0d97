import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import {
  API_KEY,
  type CenterDevice,
  type ControlCenter,
  centerDevice,
  startControlCenter,
  USERNAME,
} from '#server/drivers/sim-platforms/cisco/control-center.fixture.ts';
import { makeSims } from '#server/drivers/sim-platforms/simulated/make-sims.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { loopbackPolicy } from '#server/platform/egress.fixture.ts';
import { createOutgoingHttp, type OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { sealCredentials } from './account-credentials.ts';
import { syncSimAccount } from './sync-sims.ts';
import { workSystemAccount } from './work-account.ts';

// An account at a SIM platform that answers in this process; each test begins with three SIMs there and none here.

export const database = useTestDatabase();
const real = createOutgoingHttp(loopbackPolicy());
/** The driver's patience is 20 s; a test has less. */
const http: OutgoingHttp = {
  ...real,
  request: (url, request) => real.request(url, { ...request, timeoutMs: 4000 }),
};
export let a: Tenant;
export let b: Tenant;
export let editor: Actor;
export let center: ControlCenter;
export let account: string;
export let iccids: string[] = [];
/** What the worker takes for now; `ticks` for what waits by the database’s own clock. */
export const clock = { now: new Date(), ticks: false };
export const spare = makeSims('work', 900, clock.now).map(({ iccid }) => iccid);

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  editor = actorWith(a.customerId, ['manager.admin']);
});

beforeEach(async () => {
  await database.sql`delete from sim_accounts`;
  await database.sql`delete from sims`;
  await center?.stop();
  iccids = spare.splice(0, 3);
  center = await startControlCenter(iccids.map((iccid, modified) => centerDevice(iccid, { modified })));
  account = await ciscoAccount(API_KEY);
  Object.assign(clock, { now: new Date(), ticks: false });
});

afterAll(async () => {
  await center.stop();
  await real.close();
});

/** As a use case stores it; the address is this machine's, which only a test may call. */
async function ciscoAccount(apiKey: string): Promise<string> {
  const id = randomUUID();
  const sealed = await tenantTransaction(editor.scope, (tx) =>
    sealCredentials(tx, a.customerId, id, { apiKey }),
  );
  await database.sql`
    insert into sim_accounts (id, customer_id, name, platform, settings, credentials)
    values (${id}, ${a.customerId}, 'Center', 'cisco', ${database.sql.json({ url: center.url, username: USERNAME })}, ${sealed})`;
  return id;
}

export const work = (signal = new AbortController().signal) =>
  workSystemAccount({ http, signal, now: () => (clock.ticks ? new Date() : clock.now) });

export async function workAll(): Promise<void> {
  while (await work());
}

export async function listed(): Promise<string[]> {
  await syncSimAccount(editor, { id: account });
  await workAll();
  const rows = await database.sql<{ id: string }[]>`
    select id from sims where account_id = ${account} order by array_position(${iccids}, iccid)`;
  return rows.map(({ id }) => id);
}

export const at = (index: number) => center.devices.get(iccids[index] as string) as CenterDevice;
export const puts = () => center.calls.filter(({ method }) => method === 'PUT').length;
/** As if the time that something waits for had come; the column keeps milliseconds, and rounds `now()` up as often as down. */
export const whenDue = () =>
  database.sql`with jobs as (update sim_jobs set due_at = now() - interval '1 millisecond' where state = 'pending') update sim_accounts set paused_until = null`;
export const expireLeases = () =>
  database.sql`update sim_accounts set lease_until = now() - interval '1 second'`;

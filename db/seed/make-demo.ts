import { createServer } from 'node:net';
import postgres from 'postgres';
import { env } from '#server/platform/env.ts';
import { seedCatalogue } from './catalogue/seed-catalogue.ts';
import { DEMO_CUSTOMER_IDS } from './demo-keys.ts';
import { HARBOUR } from './harbour.ts';
import { LINDENDAM } from './lindendam.ts';
import type { PlannedCustomer } from './plan.ts';
import { type Planted, plant } from './plant.ts';

const DAYS = 30;
/** Of them the last hours are delivered as well. */
const DELIVERED_HOURS = 6;
const DEMO_SEED = 'demo';
/** The demo's receivers listen here where it is free, so that addresses stay readable. */
const RECEIVER_PORTS = 18_100;

const customer = (plan: PlannedCustomer) => ({ plan, id: DEMO_CUSTOMER_IDS[plan.key] as string });

/** The demo on an installation that has none; nothing where it stands already. Begins anew what was interrupted. */
export async function makeDemo(say: (text: string) => void): Promise<void> {
  await seedCatalogue();
  const state = await demoState();
  if (state === 'whole') return;
  if (state === 'half') await wipeDemo();
  const began = performance.now();
  say(`Making the demo: ${DAYS} days of two customers …`);
  const { answers } = await plant({
    customers: [customer(HARBOUR), customer(LINDENDAM)],
    now: new Date(),
    days: DAYS,
    deliveredHours: DELIVERED_HOURS,
    seed: DEMO_SEED,
    receiverPort: receiverPorts(RECEIVER_PORTS),
    say,
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`The demo is made: ${answers.get(200) ?? 0} messages in ${seconds} s.`);
}

const SMALL_DAYS = 2;
const SMALL_DEVICES = [
  'Meeting room Anchor',
  'Water level Quay 1',
  'Water level Quay 5',
  'Weather Breakwater',
  'Bin A1',
  'Trailer 11',
  'De Linde room 1',
  'Container Market',
];

/** The same on a small scale, for tests: two customers, eight devices, two days. The environment is the caller's. */
export function seedSmall(say: (text: string) => void = () => {}): Promise<Planted> {
  return plant({
    customers: [customer(smaller(HARBOUR)), customer(smaller(LINDENDAM))],
    now: new Date(),
    days: SMALL_DAYS,
    deliveredHours: 3,
    seed: 'small',
    receiverPort: receiverPorts(0),
    say,
  });
}

function smaller(plan: PlannedCustomer): PlannedCustomer {
  const devices = plan.devices.filter(({ name }) => SMALL_DEVICES.includes(name));
  return { ...plan, devices: devices.map((device) => ({ ...device, days: SMALL_DAYS })) };
}

/** Ports that are free now: from `first` on, or any. */
function receiverPorts(first: number): () => Promise<number> {
  let next = first;
  return async () => {
    if (first === 0) return portOf(0);
    for (; next < first + 100; next++) {
      const port = await portOf(next).catch(() => null);
      if (port === null) continue;
      next++;
      return port;
    }
    return portOf(0);
  };
}

function portOf(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}

/** The devices on the air are kept last: without them the demo was interrupted. */
async function demoState(): Promise<'none' | 'half' | 'whole'> {
  return asOwner(async (sql) => {
    const ids = Object.values(DEMO_CUSTOMER_IDS);
    const [row] = await sql<{ customers: boolean; devices: boolean }[]>`
      select exists (select from customers where id = any(${ids}::uuid[])) as customers,
        exists (select from simulated_devices where customer_id = any(${ids}::uuid[])) as devices`;
    if (row?.devices) return 'whole';
    return row?.customers ? 'half' : 'none';
  });
}

/** Takes what was made of the demo away, whatever refers to whatever. */
async function wipeDemo(): Promise<void> {
  const ids = Object.values(DEMO_CUSTOMER_IDS);
  await asOwner((sql) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      const tables = await tx<{ name: string }[]>`
        select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
        where a.attname = 'customer_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
          and c.relnamespace = 'public'::regnamespace`;
      for (const { name } of tables)
        await tx`delete from ${tx(name)} where customer_id = any(${ids}::uuid[])`;
      await tx`delete from customers where id = any(${ids}::uuid[])`;
    }),
  );
}

async function asOwner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(env().DATABASE_URL, { max: 1, onnotice() {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

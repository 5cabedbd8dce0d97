import { beforeAll, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { SIM_STATUSES } from '#server/sims/contract.ts';
import { CONNECTIVITIES, type Connectivity } from './contract.ts';
import { listDevices } from './read-devices.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let count = 0;

interface Adapters {
  lora?: string;
  cellular?: { sim?: { status: string; wanted?: string; state?: string } };
  generic?: true;
  /** A SIM in a device whose IMEI nobody gave. */
  simAlone?: true;
}

/** Straight into the tables: as many states as there are cannot all be come by in a test. */
async function store(tenant: Tenant, networks: string[], adapters: Adapters): Promise<string> {
  const { sql } = database;
  const { customerId, ids } = tenant;
  const n = ++count;
  const [type] = await sql`insert into device_types (customer_id, slug, name, category, "group", networks)
    values (${PLATFORM_CUSTOMER_ID}, ${`type-${n}`}, ${`type ${n}`}, 'own', 'Sensors', ${networks}) returning id`;
  const linked = (['lora', 'cellular', 'generic'] as const).filter((network) => adapters[network]);
  const [device] =
    await sql`insert into devices ${sql({ customer_id: customerId, project_id: ids.project, device_type_customer_id: PLATFORM_CUSTOMER_ID, device_type_id: type?.id, name: `state ${n}`, identifier: linked[0] ? `${linked[0]}-${n}` : null, shard: 0 })} returning id`;
  const id = device?.id as string;
  for (const network of linked)
    await sql`insert into network_adapters ${sql({ customer_id: customerId, device_id: id, network, identifier: `${network}-${n}` })}`;
  if (adapters.lora)
    await sql`insert into lora_bindings ${sql({ customer_id: customerId, device_id: id, join_eui: '00', status: adapters.lora })}`;
  const sim = adapters.simAlone ? { status: 'ACTIVATED' } : adapters.cellular?.sim;
  if (sim) await storeSim(tenant, id, sim);
  return id;
}

async function storeSim(
  { customerId, ids }: Tenant,
  deviceId: string,
  { status, wanted, state }: { status: string; wanted?: string; state?: string },
) {
  const { sql } = database;
  const [row] =
    await sql`insert into sims ${sql({ customer_id: customerId, account_id: ids.simAccount, iccid: `iccid-${++count}`, device_id: deviceId, status })} returning id`;
  const job = (kind: string, was: string, what: string) =>
    sql`insert into sim_jobs ${sql({ customer_id: customerId, account_id: ids.simAccount, sim_id: row?.id, kind, wanted: what, state: was, priority: 0 })}`;
  // What was refused once and wanted otherwise since, and other work, tell nothing of its status.
  await job('status', 'superseded', 'RETIRED');
  await job('status', 'done', status);
  await job('rate-plan', 'failed', 'Any');
  if (wanted && state) await job('status', state, wanted);
}

const states = new Map<string, Connectivity[]>();

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  const keep = async (networks: string[], adapters: Adapters, ...expected: Connectivity[]) => {
    await store(b, networks, adapters);
    states.set(await store(a, networks, adapters), expected);
  };
  await keep(['lora'], {}, 'NOT_LINKED');
  await keep([], {});
  await keep(['generic'], {}, 'NOT_LINKED');
  await keep(['generic'], { generic: true }, 'ACTIVE');
  for (const state of CONNECTIVITIES)
    if (state !== 'NOT_LINKED') await keep(['lora'], { lora: state }, state);
  await keep(['cellular'], { cellular: {} }, 'ACTIVE');
  await keep(['cellular'], { simAlone: true }, 'NOT_LINKED');
  const bySim = {
    UNKNOWN: 'INVENTORY',
    INVENTORY: 'INVENTORY',
    ACTIVATION_READY: 'INVENTORY',
    ACTIVATED: 'ACTIVE',
    DEACTIVATED: 'DEACTIVATED',
    RETIRED: 'DEACTIVATED',
  } as const;
  for (const status of SIM_STATUSES)
    await keep(['cellular'], { cellular: { sim: { status } } }, bySim[status]);
  const changes = [
    ['INVENTORY', 'ACTIVATED', 'pending', 'PENDING_CREATE'],
    ['INVENTORY', 'ACTIVATION_READY', 'pending', 'PENDING_CREATE'],
    ['DEACTIVATED', 'ACTIVATED', 'pending', 'PENDING_REACTIVATE'],
    ['ACTIVATED', 'DEACTIVATED', 'pending', 'PENDING_DEACTIVATE'],
    ['ACTIVATED', 'RETIRED', 'pending', 'PENDING_DEACTIVATE'],
    ['ACTIVATED', 'DEACTIVATED', 'failed', 'FAILED'],
  ] as const;
  for (const [status, wanted, state, expected] of changes)
    await keep(['cellular'], { cellular: { sim: { status, wanted, state } } }, expected);
  await keep(['lora', 'generic'], { lora: 'FAILED', generic: true }, 'FAILED', 'ACTIVE');
  await keep(['lora', 'generic'], { generic: true }, 'NOT_LINKED', 'ACTIVE');
  await keep(
    ['cellular', 'generic', 'lora'],
    { cellular: { sim: { status: 'DEACTIVATED' } }, lora: 'ACTIVE' },
    'DEACTIVATED',
    'NOT_LINKED',
    'ACTIVE',
  );
});

const list = async (...filters: (typeof emptyTableQuery)['filters']) =>
  (await listDevices(a.system, { ...emptyTableQuery, limit: 200, filters })).rows.filter(
    ({ id }) => id !== a.ids.device,
  );

it('each network of a device stands as its registration, its SIM or its identifier tells', async () => {
  const rows = await list();
  expect(rows).toHaveLength(states.size);
  for (const row of rows) {
    expect(
      row.connectivity.map(({ state }) => state),
      row.name,
    ).toEqual(states.get(row.id));
    expect(row.connectivity.map(({ network }) => network)).toEqual(row.deviceType.networks);
    const linked = row.connectivity.flatMap(({ network, state }) =>
      state === 'NOT_LINKED' ? [] : [network],
    );
    expect(row.identifiers.map(({ network }) => network).sort(), row.name).toEqual(linked.sort());
    // The one that the device is sorted by stands first.
    expect(row.identifiers[0]?.identifier ?? null).toBe(row.identifier);
  }
});

it('a filter finds what the list shows, and nothing of anybody else', async () => {
  const having = (wanted: readonly Connectivity[]) =>
    [...states].flatMap(([id, own]) => (own.some((state) => wanted.includes(state)) ? [id] : [])).sort();
  const found = async (op: 'is' | 'in' | 'not', value: string | string[]) =>
    (await list({ field: 'connectivity', op, value })).map(({ id }) => id).sort();
  for (const state of CONNECTIVITIES) {
    expect(having([state]).length, state).toBeGreaterThan(0);
    expect(await found('is', state), state).toEqual(having([state]));
    const others = [...states.keys()].filter((id) => !having([state]).includes(id)).sort();
    expect(await found('not', state), state).toEqual(others);
  }
  expect(await found('in', ['FAILED', 'NOT_LINKED'])).toEqual(having(['FAILED', 'NOT_LINKED']));
  expect(await found('is', 'NO_SUCH_STATE')).toEqual([]);
});

import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { CANARY, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import * as networks from '#server/lora-networks/actions.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { setConnectionApi } from '#server/lora-networks/set-connection-api.ts';
import { updateConnection } from '#server/lora-networks/update-connection.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { OPERATOR_ROLES } from '#server/users/operator.ts';
import type { ActionAnswer } from './action.ts';
import { ACTIONS } from './door-cases.fixture.ts';
import { sessionWith, unknownId } from './principals.fixture.ts';

// The doors of connections as a customer and as the platform's operator meet them, for a connection of the platform.

const request = { headers: new Headers({ origin: 'http://127.0.0.1:3000' }), sid: null as string | null };
vi.mock('server-only', () => ({}));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next-auth', () => ({ getServerSession: async () => (request.sid ? { sid: request.sid } : null) }));

// The address of its API is looked up when it is saved.
process.env.EGRESS_ALLOW_TEST_CIDR = '127.0.0.0/8';
const database = useTestDatabase();
const operator = systemActor(PLATFORM_CUSTOMER_ID);
let a: Tenant;
let globalId: string;
let sidOfCustomer: string;
let sidOfOperator: string;

type Action = (input: unknown) => Promise<ActionAnswer<unknown>>;
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Every door for writes that names a connection. */
const NAMING = Object.entries(ACTIONS)
  .filter(([name, { names }]) => name.startsWith('lora-networks.') && names)
  .map(([name, { input }]) => [name.slice('lora-networks.'.length), input] as const);

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  globalId = (await createConnection(operator, { name: 'National network', provider: 'chirpstack' })).id;
  const api = ACTIONS['lora-networks.setConnectionApi']?.input({ ...a.ids, connection: globalId });
  const secrets = { apiKey: `${CANARY}-key` };
  await setConnectionApi(operator, { ...(api as Parameters<typeof setConnectionApi>[1]), secrets } as never);
  const everything = ['manager.admin', 'creator.admin', 'organization.admin'] as const;
  sidOfCustomer = (await sessionWith(database.sql, a.customerId, [...everything])).sid;
  sidOfOperator = (await sessionWith(database.sql, PLATFORM_CUSTOMER_ID, OPERATOR_ROLES)).sid;
});

const withConnection = (connection: string): Tenant['ids'] => ({ ...a.ids, connection });

const kept = () => database.sql`
  select c.name, c.status, c.plans, x.* from lora_connections c join lora_connection_access x on x.connection_id = c.id
  where c.id = ${globalId}`;

it('the doors that are asked are all there are', () => {
  expect(NAMING.length).toBeGreaterThanOrEqual(8);
});

describe.each(NAMING)('%s', (name, input) => {
  const run = (ids: Tenant['ids']) => (networks as unknown as Record<string, Action>)[name]?.(input(ids));

  it('is for a customer as if there were no such connection, and changes nothing', async () => {
    request.sid = sidOfCustomer;
    const before = await kept();
    const [global, unknown] = [await run(withConnection(globalId)), await run(withConnection(unknownId()))];
    if (!global || !unknown || global.ok || unknown.ok) throw new Error('it was done');
    const plain = ({ requestId: _, ...error }: typeof global.error) => error;
    expect(plain(global.error)).toEqual(plain(unknown.error));
    expect(global.error.kind).toBe('not-found');
    expect(await kept()).toEqual(before);
  });
});

describe('its page', () => {
  const get = async (address: string, id: string) => {
    const { GET } = (await import(path.join(process.cwd(), 'app/rows', address, 'route.ts'))) as {
      GET: Handler;
    };
    const search = address.endsWith('export') ? '?format=csv&columns=id' : '';
    const asked = new Request(`http://127.0.0.1:3000/rows/${address}${search}`);
    const answer = await GET(asked, { params: Promise.resolve({ id }) });
    return { status: answer.status, text: await answer.text() };
  };

  it('is its operator’s whole, and a customer’s without what is inside', async () => {
    request.sid = sidOfOperator;
    const own = await get('connections/[id]', globalId);
    expect(own.text).toContain('https://127.0.0.1:8080');
    expect(own.text).not.toContain(CANARY);
    request.sid = sidOfCustomer;
    const seen = await get('connections/[id]', globalId);
    expect([own.status, seen.status]).toEqual([200, 200]);
    expect(JSON.parse(seen.text)).toMatchObject({ name: 'National network', isGlobal: true, inside: null });
    for (const part of ['127.0.0.1', '/ingestion/', 'a1a1a1a1', CANARY])
      expect(seen.text).not.toContain(part);
  });

  it('has no list of unknown devices for a customer, as one that is not there has none', async () => {
    request.sid = sidOfCustomer;
    const [global, unknown] = [
      await get('connections/[id]/unknown/export', globalId),
      await get('connections/[id]/unknown/export', unknownId()),
    ];
    expect([global.status, unknown.status]).toEqual([404, 404]);
    expect(global.text.length).toBe(unknown.text.length);
    request.sid = sidOfOperator;
    expect((await get('connections/[id]/unknown/export', globalId)).status).toBe(200);
  });
});

describe('its operator', () => {
  it('is a user of the platform, may switch it off, and sees nothing of any customer’s', async () => {
    request.sid = sidOfOperator;
    const answer = await networks.updateConnection({ id: globalId, status: 'disabled' });
    expect(answer).toMatchObject({ ok: true });
    await updateConnection(operator, { id: globalId, status: 'active' });
    const foreign = await networks.revealConnectionSecret({ id: a.ids.connection });
    expect(foreign).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });
});

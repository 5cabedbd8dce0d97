import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { closeEditorSandbox } from '#server/decoders/editor-sandbox.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { ApiOperation } from './api-operation.ts';
import { apiOperations } from './api-operations.ts';
import { openApiDocument } from './openapi.ts';
import { type Least, PRINCIPALS, tokenWith, unknownId, unknownNumber } from './principals.fixture.ts';
import { answerApi } from './route.ts';

/** Who may call which operation, written by hand: one that is missing here fails. */
const EXPECTED: Record<string, Least> = {
  searchProjects: 'manager.read-only',
  getProject: 'manager.read-only',
  searchDevices: 'manager.read-only',
  getDevice: 'manager.read-only',
  searchNetworkAdapters: 'manager.read-only',
  getDeviceTwin: 'manager.read-only',
  searchMeasurements: 'manager.read-only',
  searchUplinks: 'manager.read-only',
  searchDeviceGroups: 'manager.read-only',
  getDeviceGroup: 'manager.read-only',
  searchDevicesOfDeviceGroup: 'manager.read-only',
  searchDeviceGroupsOfDevice: 'manager.read-only',
  getDeviceGroupLink: 'manager.read-only',
  searchDestinations: 'manager.read-only',
  getDestination: 'manager.read-only',
  searchDeliveries: 'manager.read-only',
  getDelivery: 'manager.read-only',
  searchDeviceTypes: 'manager.read-only',
  searchDecoders: 'creator.read-only',
  searchDecoderVersions: 'creator.read-only',
  runDecoder: 'creator.read-only',
};

const BODIES: Record<string, unknown> = {
  runDecoder: { script: '(s) => s', contract: 'things', function: 'main', input: { a: 1 } },
};

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const tokens = new Map<string, string>();
let tokenOfB = '';

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  for (const { name, roles } of PRINCIPALS) tokens.set(name, (await tokenWith(a.customerId, roles)).token);
  tokenOfB = (await tokenWith(b.customerId, ['manager.admin', 'creator.admin', 'organization.admin'])).token;
});

afterAll(closeEditorSandbox);

type Ids = Record<string, string>;

const idsOf = (tenant: Tenant): Ids => ({
  deviceId: tenant.ids.device,
  deviceGroupId: tenant.ids.flow,
  projectId: tenant.ids.project,
  destinationId: tenant.ids.destination,
  deliveryId: String(tenant.ids.delivery),
  decoderId: tenant.ids.decoder,
});

const unknownIds = (): Ids => ({
  ...Object.fromEntries(Object.keys(idsOf(b)).map((name) => [name, unknownId()])),
  deliveryId: String(unknownNumber(b.ids.delivery)),
});

function call(operation: ApiOperation, token: string | null, ids: Ids, headers: Record<string, string> = {}) {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!ids[name]) throw new Error(`the matrix knows no ${name}: add it to idsOf`);
    return ids[name];
  });
  return answerApi(
    new Request(`http://127.0.0.1/api${path}`, {
      method: operation.method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(operation.body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(operation.body ? { body: JSON.stringify(BODIES[operation.name]) } : {}),
    }),
  );
}

const tokenOf = (name: string) => tokens.get(name) as string;

describe('the registry, the document and this matrix know the same operations', () => {
  it('every operation has an expectation, and the other way round', () => {
    expect(apiOperations.map((operation) => operation.name).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it('the document has every operation and the token endpoint', () => {
    const documented = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const registered = apiOperations.map((operation) => `${operation.method} ${operation.path}`);
    expect(documented.sort()).toEqual([...registered, 'POST /oauth/token'].sort());
  });

  it('no route below app/api is known to nobody', () => {
    const routes = readdirSync('app/api', { recursive: true, encoding: 'utf8' }).filter((f) =>
      f.endsWith('route.ts'),
    );
    expect(routes.sort()).toEqual(
      [
        '[...path]/route.ts',
        'auth/[...nextauth]/route.ts',
        'docs/route.ts',
        'live/route.ts',
        'oauth/token/route.ts',
        'openapi.json/route.ts',
      ].sort(),
    );
  });
});

describe.each(apiOperations.map((operation) => [operation.name, operation] as const))(
  '%s',
  (name, operation) => {
    it('refuses who has no token, a broken one, or none that lives', async () => {
      for (const token of [
        null,
        'tpa_nonsense',
        `${tokenOf('everything').slice(0, -1)}`,
        'eyJhbGciOiJub25lIn0.e30.',
      ]) {
        const response = await call(operation, token, idsOf(a));
        expect(response.status).toBe(401);
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(response.headers.get('www-authenticate')).toContain('Bearer');
      }
    });

    it.each(PRINCIPALS.map((principal) => [principal.name, principal] as const))(
      '%s',
      async (_, principal) => {
        const response = await call(operation, tokenOf(principal.name), idsOf(a));
        expect(response.status).toBe(
          principal.allows.includes(EXPECTED[name] as Least) ? operation.status : 403,
        );
        expect(await response.text()).not.toContain('CANARY-B');
      },
    );

    it('answers with exactly what the document says', async () => {
      const response = await call(operation, tokenOf('everything'), idsOf(a));
      operation.reply.parse(JSON.parse(await response.text()));
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('x-request-id')).toBeTruthy();
    });

    if (operation.params)
      it('a foreign id looks exactly like an unknown one', async () => {
        const foreign = await call(operation, tokenOf('everything'), idsOf(b));
        const unknown = await call(operation, tokenOf('everything'), unknownIds());
        const [seen, never] = [await foreign.text(), await unknown.text()];
        expect([foreign.status, unknown.status]).toEqual([404, 404]);
        expect(seen.length).toBe(never.length);
        const plain = (text: string) => ({ ...JSON.parse(text), instance: '', requestId: '' });
        expect(plain(seen)).toEqual(plain(never));
        // One foreign id among own ones opens nothing either.
        for (const part of operation.path.matchAll(/\{(\w+)\}/g)) {
          const mixed = { ...idsOf(a), [part[1] as string]: idsOf(b)[part[1] as string] as string };
          expect((await call(operation, tokenOf('everything'), mixed)).status).toBe(404);
        }
      });

    it('the other customer sees its own and nothing of ours', async () => {
      const text = await (await call(operation, tokenOfB, idsOf(b))).text();
      expect(text).not.toContain('CANARY-A');
      if (operation.params) expect((await call(operation, tokenOfB, idsOf(a))).status).toBe(404);
    });
  },
);

describe("the reseller's header", () => {
  const devices = apiOperations.find((operation) => operation.name === 'searchDevices') as ApiOperation;
  const status = async (value: string) =>
    (await call(devices, tokenOf('everything'), idsOf(a), { 'kpn-things-security-context': value })).status;

  it('is checked for its syntax first, then for the right; whether a customer exists is never told', async () => {
    const answers = {
      empty: await status(''),
      malformed: await status('clientId=nobody'),
      twice: await status(`clientId=${a.customerId}, clientId=${a.customerId}`),
      list: await status(`${a.customerId},${b.customerId}`),
      own: await status(`clientId=${a.customerId}`),
      ownBare: await status(a.customerId.toUpperCase()),
      foreign: await status(`clientId=${b.customerId}`),
      unknown: await status(`clientId=${unknownId()}`),
    };
    expect(answers).toEqual({
      empty: 400,
      malformed: 400,
      twice: 400,
      list: 400,
      own: 200,
      ownBare: 200,
      foreign: 403,
      unknown: 403,
    });
  });

  it('two headers arrive as one with a comma, as a client would send them', async () => {
    const headers = new Headers({ authorization: `Bearer ${tokenOf('everything')}` });
    headers.append('KPN-Things-Security-Context', `clientId=${a.customerId}`);
    headers.append('KPN-Things-Security-Context', `clientId=${b.customerId}`);
    expect((await answerApi(new Request('http://127.0.0.1/api/devices', { headers }))).status).toBe(400);
  });
});

describe('the edge', () => {
  const get = (path: string, init: RequestInit = {}) =>
    answerApi(
      new Request(`http://127.0.0.1${path}`, {
        ...init,
        headers: { authorization: `Bearer ${tokenOf('everything')}`, ...(init.headers as object) },
      }),
    );

  it('unknown addresses, wrong methods, unknown parameters and bad values each get their document', async () => {
    const nowhere = await get('/api/nowhere');
    const method = await get('/api/devices', { method: 'DELETE' });
    const parameter = await get('/api/devices?colour=red');
    const values = await get('/api/devices?limit=501&createdSince=yesterday&sort=colour');
    const cursor = await get('/api/devices?cursor=AAAA');
    expect([nowhere.status, method.status, parameter.status, values.status, cursor.status]).toEqual([
      404, 405, 400, 400, 400,
    ]);
    expect(method.headers.get('allow')).toBe('GET');
    const problem = await values.json();
    expect(problem).toMatchObject({
      title: 'Bad Request',
      status: 400,
      instance: '/api/devices',
      requestId: expect.any(String),
    });
    expect(problem.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      'createdSince',
      'limit',
    ]);
  });

  it('bodies that are too large, encoded, not JSON or of another type are refused', async () => {
    const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      get('/api/decoders/run', { method: 'POST', body, headers });
    const json = { 'content-type': 'application/json' };
    const answers = [
      await post('{', json),
      await post('{}', json),
      await post('{}', { 'content-type': 'text/plain' }),
      await post('{}', { ...json, 'content-encoding': 'gzip' }),
      await post('x'.repeat(1024 * 1024 + 1), json),
      await post(new Uint8Array([0x7b, 0xff, 0x7d]), json),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 415, 415, 413, 400]);
  });

  it('a device is found by its URN, in either case', async () => {
    const response = await get(
      `/api/devices/${encodeURIComponent(`urn:dev:deveui:${a.devEui.toLowerCase()}:`)}`,
    );
    expect((await response.json()).id).toBe(a.ids.device);
    expect((await get(`/api/devices/${encodeURIComponent(`urn:dev:DEVEUI:${b.devEui}:`)}`)).status).toBe(404);
  });

  it('the twin is not sent again to who has it', async () => {
    const first = await get(`/api/devices/${a.ids.device}/twin`);
    const etag = first.headers.get('etag') as string;
    const again = await get(`/api/devices/${a.ids.device}/twin`, { headers: { 'if-none-match': etag } });
    expect([first.status, again.status, await again.text()]).toEqual([200, 304, '']);
  });
});

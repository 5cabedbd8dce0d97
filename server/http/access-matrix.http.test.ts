import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { linkDevices } from '#server/flows/link-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { NO_LIMITS } from '#server/projects/limits.fixture.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { EXPECTED } from './access-expected.fixture.ts';
import type { ApiOperation } from './api-operation.ts';
import { apiOperations } from './api-operations.ts';
import {
  anyDevEui,
  DOWNLINK_BODIES,
  downlinksFresh,
  mqttBindingsFresh,
  newDevice,
} from './downlink-cases.fixture.ts';
import { openApiDocument } from './openapi.ts';
import { type Least, PRINCIPALS, tokenWith, unknownId, unknownNumber } from './principals.fixture.ts';
import { answerApi } from './route.ts';

const database = useTestDatabase();

const BODIES: Record<string, (ids: Ids) => unknown> = {
  setClientSettings: () => ({ keepsHistory: true }),
  setDestinationMerger: (ids) => ({ merge: false, decoderIds: [ids.decoderId] }),
  setProjectLimits: () => NO_LIMITS,
  createDevice: (ids) => ({ projectId: ids.projectId, deviceSpecificationId: ids.type, name: 'New' }),
  updateDevice: () => ({ name: 'Other' }),
  replaceTwinMetadata: () => ({ metadata: { room: '4.12' } }),
  setTwinDesired: () => ({ desired: { interval: 300 } }),
  addNetworkAdapter: () => ({ type: 'lora', devEui: anyDevEui() }),
  updateNetworkAdapter: (ids) => ({ type: 'lora', devEui: ids.devEui }),
  addMqttBinding: (ids) => ({ deviceId: ids.deviceId }),
  updateMqttBinding: () => ({}),
  createDeviceGroup: (ids) => ({ projectId: ids.projectId, name: 'New' }),
  updateDeviceGroup: (ids) => ({ projectId: ids.projectId, name: 'Other' }),
  linkDeviceToDeviceGroup: (ids) => ({ deviceId: ids.deviceId }),
  acknowledgeAlert: () => ({ note: 'seen' }),
  muteAlert: () => ({ hours: 8, reason: 'maintenance' }),
  replayUplink: () => ({ dryRun: false }),
  runDecoder: () => ({ script: '(s) => s', contract: 'things', function: 'main', input: { a: 1 } }),
  saveDecoderDraft: () => ({ contract: 'things', script: '(s) => null' }),
  runDecoderTests: () => ({ contract: 'things', script: '(s) => null' }),
  ...DOWNLINK_BODIES,
};

/** Of operations that use up what they name: each call has its own. */
const FRESH: Record<string, (tenant: Tenant) => Promise<Ids>> = {
  deleteDevice: newDevice,
  addNetworkAdapter: newDevice,
  linkDeviceToDeviceGroup: newDevice,
  unlinkDeviceFromDeviceGroup: async (tenant) => {
    const ids = await newDevice(tenant);
    await linkDevices(tenant.system, { flowId: tenant.ids.flow, deviceIds: [ids.deviceId as string] });
    return ids;
  },
  deleteNetworkAdapter: async (tenant) => adapterOf((await newDevice(tenant, true)).deviceId as string),
  withdrawTwinDesired: async (tenant) => {
    const ids = await newDevice(tenant);
    const desired = {
      [wishOf(tenant)]: { v: 600, at: '2026-01-01T00:00:00.000Z', downlinkId: tenant.ids.downlink },
    };
    await database.sql`insert into twins (device_id, customer_id, desired) values (${ids.deviceId as string}, ${tenant.customerId}, ${database.sql.json(desired)})
      on conflict (device_id) do update set desired = excluded.desired`;
    return ids;
  },
  deleteDeviceGroup: async ({ system, ids }) => ({
    deviceGroupId: (await createFlow(system, { projectId: ids.project, name: 'New', description: null })).id,
  }),
  ...downlinksFresh(database),
  ...mqttBindingsFresh(database),
};

const wishOf = ({ customerId }: Pick<Tenant, 'customerId'>) => `wish-${customerId.slice(0, 8)}`;

async function adapterOf(deviceId: string): Promise<Ids> {
  const [row] = await database.sql`select id from network_adapters where device_id = ${deviceId}`;
  return { deviceId, networkAdapterId: row?.id };
}

type Ids = Record<string, string>;

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

const idsOf = async (tenant: Tenant, operation?: ApiOperation): Promise<Ids> => ({
  ...(await adapterOf(tenant.ids.device)),
  devEui: tenant.devEui,
  clientId: tenant.customerId,
  type: tenant.ids.deviceType,
  deviceGroupId: tenant.ids.flow,
  flowId: tenant.ids.flow,
  deviceTypeId: tenant.ids.deviceType,
  encoderId: tenant.ids.encoder,
  projectId: tenant.ids.project,
  destinationId: tenant.ids.destination,
  deliveryId: String(tenant.ids.delivery),
  decoderId: tenant.ids.decoder,
  versionId: tenant.ids.decoderVersion,
  uplinkId: String(tenant.ids.uplink),
  downlinkId: tenant.ids.downlink,
  bindingId: unknownId(),
  alertId: tenant.ids.alert,
  // Of a wish.
  name: wishOf(tenant),
  ...(await FRESH[operation?.name ?? '']?.(tenant)),
});

const unknownIds = async (): Promise<Ids> => {
  const ids = await idsOf(b);
  return {
    ...Object.fromEntries(Object.keys(ids).map((name) => [name, unknownId()])),
    devEui: anyDevEui(),
    name: wishOf({ customerId: unknownId() }),
    type: ids.type as string,
    deliveryId: String(unknownNumber(b.ids.delivery)),
    uplinkId: String(unknownNumber(b.ids.uplink)),
  };
};

function call(
  operation: ApiOperation,
  token: string | null,
  ids: Ids,
  headers: Record<string, string> = {},
  body = BODIES[operation.name]?.(ids),
) {
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
      ...(operation.body ? { body: JSON.stringify(body) } : {}),
    }),
  );
}

/** What bodies name that belongs to somebody. */
const named = ({ projectId, deviceId }: Ids) => ({
  projectId: projectId as string,
  deviceId: deviceId as string,
});
const PROBE_ID = '00000000-0000-4000-8000-00000000cafe';
const PROBE: Ids = { projectId: PROBE_ID, deviceId: PROBE_ID };

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

  it('the document says of each operation the role that it takes', () => {
    const paths = openApiDocument().paths as Record<string, Record<string, { description: string }>>;
    for (const { name, method, path } of apiOperations)
      expect(paths[path]?.[method.toLowerCase()]?.description).toContain(`\`${EXPECTED[name]}\``);
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
        const response = await call(operation, token, await idsOf(a, operation));
        expect(response.status).toBe(401);
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(response.headers.get('www-authenticate')).toContain('Bearer');
      }
    });

    it.each(PRINCIPALS.map((principal) => [principal.name, principal] as const))(
      '%s',
      async (_, principal) => {
        const response = await call(operation, tokenOf(principal.name), await idsOf(a, operation));
        expect(response.status).toBe(
          principal.allows.includes(EXPECTED[name] as Least) ? operation.status : 403,
        );
        expect(await response.text()).not.toContain('CANARY-B');
      },
    );

    it('answers with exactly what the document says', async () => {
      const response = await call(operation, tokenOf('everything'), await idsOf(a, operation));
      const text = await response.text();
      operation.reply.parse(operation.status === 204 ? text || undefined : JSON.parse(text));
      if (operation.status === 201)
        expect(response.headers.get('location')).toMatch(/^\/api\/[a-z-]+\/[\w/-]+$/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('x-request-id')).toBeTruthy();
    });

    if (operation.params)
      it('a foreign id looks exactly like an unknown one', async () => {
        const foreign = await call(operation, tokenOf('everything'), await idsOf(b, operation));
        const unknown = await call(operation, tokenOf('everything'), await unknownIds());
        const [seen, never] = [await foreign.text(), await unknown.text()];
        expect([foreign.status, unknown.status]).toEqual([404, 404]);
        expect(seen.length).toBe(never.length);
        const plain = (text: string) => ({ ...JSON.parse(text), instance: '', requestId: '' });
        expect(plain(seen)).toEqual(plain(never));
        // One foreign id among own ones opens nothing either.
        for (const part of operation.path.matchAll(/\{(\w+)\}/g)) {
          const name = part[1] as string;
          // The platform's: it is everybody's.
          if (name === 'deviceTypeId') continue;
          const mixed = {
            ...(await idsOf(a, operation)),
            [name]: (await idsOf(b, operation))[name] as string,
          };
          expect((await call(operation, tokenOf('everything'), mixed)).status).toBe(404);
        }
      });

    it('the other customer sees its own and nothing of ours', async () => {
      const text = await (await call(operation, tokenOfB, await idsOf(b, operation))).text();
      expect(text).not.toContain('CANARY-A');
      if (operation.params)
        expect((await call(operation, tokenOfB, await idsOf(a, operation))).status).toBe(404);
    });

    if (BODIES[name] && JSON.stringify(BODIES[name](PROBE)).includes(PROBE_ID))
      it('what its body names is no other customer’s, and that looks like nobody’s', async () => {
        const answers = [await idsOf(b, operation), await unknownIds()].map(async (ids) => {
          const own = await idsOf(a, operation);
          const response = await call(
            operation,
            tokenOf('everything'),
            own,
            {},
            BODIES[name]?.({ ...own, ...named(ids) }),
          );
          return { status: response.status, ...(await response.json()), instance: '', requestId: '' };
        });
        const [foreign, unknown] = await Promise.all(answers);
        expect(foreign).toEqual(unknown);
        expect([400, 404]).toContain(foreign?.status);
      });
  },
);

describe("the reseller's header", () => {
  const devices = apiOperations.find((operation) => operation.name === 'searchDevices') as ApiOperation;
  const status = async (value: string) =>
    (await call(devices, tokenOf('everything'), await idsOf(a), { 'kpn-things-security-context': value }))
      .status;

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
    expect(method.headers.get('allow')).toBe('GET, POST');
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

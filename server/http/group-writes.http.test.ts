import { beforeAll, describe, expect, it } from 'vitest';
import { issueToken } from '#server/access/token.ts';
import { createApiKey } from '#server/api-keys/create-api-key.ts';
import { revokeApiKey } from '#server/api-keys/revoke-api-key.ts';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { NO_LIMITS } from '#server/projects/limits.fixture.ts';
import { setLimits } from '#server/projects/set-limits.ts';
import type { ApiOperation } from './api-operation.ts';
import { apiOperations } from './api-operations.ts';
import { openApiDocument } from './openapi.ts';
import { tokenWith } from './principals.fixture.ts';
import { anyEui, apiOf, type Scene, writeScene } from './writes.fixture.ts';

const database = useTestDatabase();
let a: Scene['a'];
let b: Scene['b'];
let api: Scene['api'];

beforeAll(async () => {
  ({ a, b, api } = await writeScene(database.sql));
});

const group = async (more: object = {}): Promise<string> => {
  const { status, body } = await api('POST', '/device-groups', {
    projectId: a.ids.project,
    name: 'New',
    ...more,
  });
  expect(status).toBe(201);
  return body.id;
};
const device = async (projectId = a.ids.project): Promise<string> => {
  const input = { projectId, deviceSpecificationId: a.ids.deviceType, name: 'New' };
  return (await api('POST', '/devices', input)).body.id;
};
const linesOf = async (id: string) =>
  (
    await database.sql`select operation, before, after, via from audit_log where object_id = ${id} order by id`
  ).map((row) => ({ ...row }));

describe('device groups', () => {
  it('are made, changed and deleted; an answer that is sent back changes nothing', async () => {
    const made = await api('POST', '/device-groups', {
      projectId: a.ids.project,
      name: ' Pumps ',
      description: 'All',
    });
    expect(made).toMatchObject({ status: 201, location: `/api/device-groups/${made.body.id}` });
    const path = `/device-groups/${made.body.id}`;
    expect((await api('GET', path)).body).toEqual(made.body);
    expect(made.body).toMatchObject({ clientId: a.customerId, name: 'Pumps', description: 'All' });
    expect(await api('PUT', path, made.body)).toMatchObject({ status: 200, body: made.body });
    const changed = await api('PUT', path, { projectId: a.ids.project, name: 'Wells' });
    expect(changed.body).toMatchObject({ name: 'Wells', description: 'All' });
    expect((await api('DELETE', path)).status).toBe(204);
    expect((await api('DELETE', path)).body.code).toBe('flows.not-found');
    expect(await linesOf(made.body.id)).toMatchObject([
      { operation: 'flows.create', via: 'api' },
      { operation: 'flows.update', before: { name: 'Pumps' }, after: { name: 'Wells' } },
      { operation: 'flows.delete' },
    ]);
  });

  it('refuse what does not fit, and name the field', async () => {
    const id = await group();
    const cases: [string, string, object, string][] = [
      ['POST', '', { projectId: a.ids.project }, 'name'],
      ['POST', '', { name: 'New' }, 'projectId'],
      ['POST', '', { projectId: a.ids.project, name: 'New', clientId: b.customerId }, 'clientId'],
      ['PUT', `/${id}`, { name: 'New' }, 'projectId'],
      ['PUT', `/${id}`, { name: 'New', projectId: b.ids.project }, 'projectId'],
      ['POST', `/${id}/devices`, {}, 'deviceId'],
      ['POST', `/${id}/devices`, { deviceId: 'pump 1' }, 'deviceId'],
    ];
    for (const [method, path, body, field] of cases) {
      const answer = await api(method, `/device-groups${path}`, body);
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, field]);
    }
  });

  it('are as many as the project has room for, also against many at once', async () => {
    const { id: projectId } = await createProject(a.system, { name: anyEui(), description: null });
    await setLimits(actorWith(a.customerId, ['organization.admin']), {
      id: projectId,
      ...NO_LIMITS,
      limits: { devices: null, flows: 2, destinations: null },
    });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => api('POST', '/device-groups', { projectId, name: `Group ${n}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'projects.limit-reached',
      title: 'Limit Reached',
    });
  });

  it('link a device once, by any of its names, and unlink it as often as one likes', async () => {
    const id = await group();
    const path = `/device-groups/${id}/devices`;
    const deviceId = `urn:dev:DEVEUI:${a.devEui}:`;
    const first = await api('POST', path, { deviceId });
    expect(first).toMatchObject({ status: 201, body: { deviceId: a.ids.device, deviceGroupId: id } });
    expect((await api('GET', first.location?.slice('/api'.length) ?? '')).body).toEqual(first.body);
    expect(await api('POST', path, { deviceId: a.ids.device.toUpperCase() })).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect((await api('GET', path)).body.items).toHaveLength(1);
    expect((await api('DELETE', `${path}/${encodeURIComponent(deviceId)}`)).status).toBe(204);
    expect((await api('DELETE', `${path}/${a.ids.device}`)).status).toBe(204);
    expect((await api('GET', path)).body.items).toEqual([]);
    expect((await linesOf(id)).slice(1)).toMatchObject([
      { after: { linkedDevices: [a.ids.device] } },
      { before: { linkedDevices: [a.ids.device] } },
    ]);
  });

  it('take devices of their own project alone; their devices stay when they go', async () => {
    const other = await createProject(a.system, { name: anyEui(), description: null });
    const id = await group();
    const stranger = await api('POST', `/device-groups/${id}/devices`, { deviceId: await device(other.id) });
    expect([stranger.status, stranger.body.code]).toEqual([409, 'flows.other-project']);
    const deviceId = await device();
    await api('POST', `/device-groups/${id}/devices`, { deviceId });
    await api('DELETE', `/device-groups/${id}`);
    expect((await api('GET', `/devices/${deviceId}`)).status).toBe(200);
    expect((await api('GET', `/devices/${deviceId}/device-groups`)).body.items).toEqual([]);
  });
});

describe('a token', () => {
  const input = () => ({ projectId: a.ids.project, name: 'New' });

  it('without the scope writes nothing, whatever its key may by now', async () => {
    const { token, keyId } = await tokenWith(a.customerId, ['manager.read-only']);
    const reader = apiOf(token);
    expect(await reader('POST', '/device-groups', input())).toMatchObject({
      status: 403,
      body: { code: 'access.forbidden' },
    });
    await database.sql`update api_keys set roles = ${['manager.admin']} where id = ${keyId}`;
    expect((await reader('POST', '/device-groups', input())).body.code).toBe('access.forbidden');
  });

  it('writes nothing once its key is revoked or has ended, or what it could by then is taken from it', async () => {
    const key = await createApiKey(a.system, {
      name: 'Key',
      description: null,
      roles: ['manager.admin'],
      expiresAt: null,
    });
    const issued = await issueToken(key.clientId, key.clientSecret, new Date());
    const writer = apiOf(issued?.accessToken ?? '');
    expect((await writer('POST', '/device-groups', input())).status).toBe(201);
    await database.sql`update api_keys set roles = ${['manager.read-only']} where id = ${key.id}`;
    expect((await writer('POST', '/device-groups', input())).status).toBe(403);
    await database.sql`update api_keys set roles = ${['manager.admin']}, expires_at = now() - interval '1 second' where id = ${key.id}`;
    expect((await writer('POST', '/device-groups', input())).body.code).toBe('access.no-token');
    await database.sql`update api_keys set expires_at = null where id = ${key.id}`;
    expect((await writer('POST', '/device-groups', input())).status).toBe(201);
    await revokeApiKey(a.system, { id: key.id });
    expect((await writer('POST', '/device-groups', input())).status).toBe(401);
  });
});

describe('the document', () => {
  const writes = apiOperations.filter(({ method, path }) => method !== 'GET' && /^\/device/.test(path));
  // biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document
  const schemas = () => (openApiDocument().components?.schemas ?? {}) as Record<string, any>;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  const documented = ({ method, path }: ApiOperation): any =>
    (openApiDocument().paths as Record<string, Record<string, unknown>>)[path]?.[method.toLowerCase()];

  it.each(writes.map((operation) => [operation.name, operation] as const))(
    '%s: what it takes has an example that it takes, and what it answers one that it answers',
    (_, operation) => {
      const { requestBody, responses } = documented(operation);
      expect(responses).toHaveProperty('409');
      if (operation.body) {
        const schema = schemas()[requestBody.content['application/json'].schema.$ref.split('/').at(-1)];
        expect(operation.body.safeParse(schema.example)).toMatchObject({ success: true });
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['404', '413', '415']));
      }
      if (operation.status === 204) return expect(responses['204'].content).toBeUndefined();
      const answer = responses[operation.status].content['application/json'].schema.$ref.split('/').at(-1);
      return expect(operation.reply.safeParse(schemas()[answer].example)).toMatchObject({ success: true });
    },
  );

  it('keys are for writing alone', () => {
    const [lora, cellular] = schemas().NetworkAdapterToAdd.oneOf;
    expect(lora.properties.appKey.writeOnly).toBe(true);
    expect(cellular.properties.sharedSecret.writeOnly).toBe(true);
    for (const variant of schemas().NetworkAdapter.oneOf)
      expect(Object.keys(variant.properties)).not.toEqual(expect.arrayContaining(['appKey']));
  });
});

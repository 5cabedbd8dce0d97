import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import { getDevice } from '#server/devices/read-devices.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { NO_LIMITS } from '#server/projects/limits.fixture.ts';
import { getProject } from '#server/projects/read-projects.ts';
import { setLimits } from '#server/projects/set-limits.ts';
import { anyEui, type Scene, writeScene } from './writes.fixture.ts';

const database = useTestDatabase();
let a: Scene['a'];
let b: Scene['b'];
let api: Scene['api'];
let types: Scene['types'];

beforeAll(async () => {
  ({ a, b, api, types } = await writeScene(database.sql));
});

const admin = () => actorWith(a.customerId, ['organization.admin', 'manager.admin']);
const input = (more: object = {}) => ({
  projectId: a.ids.project,
  deviceSpecificationId: types['own-lora-device'],
  name: 'New',
  ...more,
});
const add = async (more: object = {}): Promise<string> => {
  const { status, body } = await api('POST', '/devices', input(more));
  expect(status).toBe(201);
  return body.id;
};
const auditOf = async (id: string) =>
  (
    await database.sql`select operation, before, after, via, actor_name from audit_log where object_id = ${id} order by id`
  ).map((row) => ({ ...row }));
const bounded = async (some: object): Promise<string> => {
  const { id } = await createProject(a.system, { name: anyEui(), description: null });
  await setLimits(admin(), {
    id,
    ...NO_LIMITS,
    ...some,
  });
  return id;
};

describe('POST /devices', () => {
  it('answers with what is there from then on, and where; the audit log names the key', async () => {
    const made = await api(
      'POST',
      '/devices',
      input({
        name: ' Pump 1 ',
        description: 'At the lock',
        barcode: '871',
        tags: ['north'],
        status: 'ACTIVE',
      }),
    );
    expect(made).toMatchObject({ status: 201, location: `/api/devices/${made.body.id}` });
    const { body } = await api('GET', made.location?.slice('/api'.length) ?? '');
    expect(made.body).toEqual(body);
    expect(body).toMatchObject({
      clientId: a.customerId,
      projectId: a.ids.project,
      name: 'Pump 1',
      description: 'At the lock',
      status: 'ACTIVE',
      tags: ['north'],
    });
    expect(await auditOf(body.id)).toMatchObject([
      { operation: 'devices.create', via: 'api', actor_name: 'Test key' },
    ]);
    expect(await getDevice(admin(), { id: body.id })).toMatchObject({
      processing: 'not-linked',
      adapters: [],
    });
  });

  it('refuses what does not fit, and names the field', async () => {
    const cases: [object, string][] = [
      [input({ name: '' }), 'name'],
      [input({ name: 'x'.repeat(256) }), 'name'],
      [{ ...input(), name: undefined }, 'name'],
      [input({ projectId: 'mine' }), 'projectId'],
      [input({ deviceSpecificationId: undefined }), 'deviceSpecificationId'],
      [input({ status: 'DEACTIVATED' }), 'status'],
      [input({ tags: [''] }), 'tags.0'],
      [input({ description: 'x'.repeat(256) }), 'description'],
      [input({ clientId: b.customerId }), 'clientId'],
      [input({ appKey: '0'.repeat(32) }), ''],
      [[], ''],
    ];
    for (const [body, path] of cases) {
      const { status, body: problem } = await api('POST', '/devices', body);
      expect({ status, path: problem.errors?.[0]?.path, code: problem.code }).toEqual({
        status: 400,
        path,
        code: 'input.invalid',
      });
    }
  });

  it('lets in what the project lets in, of types that customers may add', async () => {
    const lora = types['own-lora-device'] as string;
    const cases: [object, number, string][] = [
      [
        { projectId: await bounded({ limits: { devices: 0, flows: null, destinations: null } }) },
        409,
        'projects.limit-reached',
      ],
      [
        { projectId: await bounded({ networkLimits: { lora: 0, cellular: 9, generic: 9 } }) },
        409,
        'projects.limit-reached',
      ],
      [
        { projectId: await bounded({ allowedDeviceTypeIds: [types.generic as string] }) },
        409,
        'projects.type-not-allowed',
      ],
      [{ projectId: await bounded({ allowedNetworks: ['generic'] }) }, 409, 'projects.network-not-allowed'],
      [{ projectId: await bounded({ allowedDeviceTypeIds: [lora], allowedNetworks: ['lora'] }) }, 201, ''],
      [{ deviceSpecificationId: types.managed }, 403, 'devices.type-managed'],
      [{ deviceSpecificationId: a.ids.project }, 404, 'device-types.not-found'],
      [{ projectId: b.ids.project }, 404, 'projects.not-found'],
    ];
    for (const [more, status, code] of cases) {
      const answer = await api('POST', '/devices', input(more));
      expect([answer.status, answer.body.code ?? '']).toEqual([status, code]);
      if (code.startsWith('projects.') && status === 409)
        expect(answer.body).toMatchObject({ title: 'Limit Reached', detail: expect.any(String) });
    }
  });

  it('a limit holds against many at once', async () => {
    const projectId = await bounded({ limits: { devices: 3, flows: null, destinations: null } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => api('POST', '/devices', input({ projectId, name: `Many ${n}` }))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 409, 409, 409, 409, 409, 409, 409]);
    expect((await getProject(admin(), { id: projectId })).used.devices).toBe(3);
  });
});

describe('PUT /devices/{deviceId}', () => {
  it('an answer that is sent back as it is changes nothing', async () => {
    const id = await add({ description: 'Text', tags: ['x'] });
    const { body } = await api('GET', `/devices/${id}`);
    expect(await api('PUT', `/devices/${id}`, body)).toMatchObject({ status: 200, body });
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('changes what is given, in one line of the audit log; null empties, what is left out stays', async () => {
    const id = await add({ description: 'Text', barcode: '871', tags: ['x'] });
    const { status, body } = await api('PUT', `/devices/${id}`, {
      name: 'After',
      description: null,
      status: 'DEACTIVATED',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'After',
      description: null,
      barcode: '871',
      tags: ['x'],
      status: 'DEACTIVATED',
    });
    expect((await auditOf(id)).slice(1)).toMatchObject([
      {
        operation: 'devices.update',
        before: { name: 'New', description: 'Text', status: 'ACTIVE' },
        after: { name: 'After', description: null, status: 'DEACTIVATED' },
      },
    ]);
  });

  it('what never changes is refused by its name', async () => {
    const id = await add();
    const fixed = {
      id: b.ids.device,
      clientId: b.customerId,
      projectId: b.ids.project,
      deviceSpecificationId: types.generic,
    };
    const { status, body } = await api('PUT', `/devices/${id}`, { name: 'Other', ...fixed });
    expect(status).toBe(400);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(Object.keys(fixed));
    expect((await api('GET', `/devices/${id}`)).body.name).toBe('New');
    expect((await api('PUT', `/devices/${id}`, {})).body.errors[0].path).toBe('name');
  });

  it('goes by the URN too', async () => {
    const id = await add();
    const devEui = anyEui();
    await api('POST', `/devices/${id}/network-adapters`, { type: 'lora', devEui });
    const urn = encodeURIComponent(`urn:dev:deveui:${devEui.toLowerCase()}:`);
    expect(await api('PUT', `/devices/${urn}`, { name: 'By URN' })).toMatchObject({
      status: 200,
      body: { id },
    });
    expect((await api('DELETE', `/devices/${urn}`)).status).toBe(204);
    expect((await api('GET', `/devices/${id}`)).status).toBe(404);
  });
});

describe('DELETE /devices/{deviceId}', () => {
  it('is done once and stays done; the identifier is free again', async () => {
    const devEui = anyEui();
    for (let round = 0; round < 2; round++) {
      const id = await add();
      const adapter = await api('POST', `/devices/${id}/network-adapters`, { type: 'lora', devEui });
      expect(adapter.status).toBe(201);
      expect(await api('DELETE', `/devices/${id}`)).toMatchObject({ status: 204, text: '' });
      expect(await api('DELETE', `/devices/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'devices.not-found' },
      });
      expect((await auditOf(id)).at(-1)).toMatchObject({ operation: 'devices.delete', via: 'api' });
    }
  });

  it('managed devices are the platform’s to take away, and their adapters with them', async () => {
    const [managed] = await database.sql`
      insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, shard)
      select ${a.customerId}, ${a.ids.project}, customer_id, id, 'Bought', 0 from device_types where slug = 'managed' returning id`;
    const devEui = anyEui();
    const [adapter] = await database.sql`
      insert into network_adapters (customer_id, device_id, network, identifier) values (${a.customerId}, ${managed?.id}, 'lora', ${devEui}) returning id`;
    const path = `/devices/${managed?.id}`;
    const refused = [
      await api('DELETE', path),
      await api('DELETE', `${path}/network-adapters/${adapter?.id}`),
      await api('POST', `${path}/network-adapters`, { type: 'lora', devEui: anyEui() }),
    ];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      refused.map(() => [403, 'devices.type-managed']),
    );
    expect((await api('PUT', path, { name: 'Hall', status: 'DEACTIVATED' })).status).toBe(200);
    const link = await api('POST', `/device-groups/${a.ids.flow}/devices`, { deviceId: managed?.id });
    expect(link.status).toBe(201);
  });
});

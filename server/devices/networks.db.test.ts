import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import type { Network } from '#server/device-types/contract.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, tenantTransaction } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { checkSharedSecret } from '#server/protocols/device-identifiers.ts';
import { type DeviceCreate, deviceCreateSchema, newDeviceSchema } from './contract.ts';
import { createDevice } from './create-device.ts';
import { deleteDevice } from './delete-device.ts';
import { sharedSecretPlace } from './device-secrets.ts';
import { linkToNetwork, replaceSharedSecret } from './link-to-network.ts';
import { getDevice } from './read-devices.ts';
import { holdDevicePlace, registerDevices } from './register-devices.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const types = {} as Record<Network, string>;
const SECRET = `aA1-${'x'.repeat(28)}`;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  types.lora = catalogue.typeId;
  for (const network of ['cellular', 'generic'] as const) {
    const [row] = await database.sql`
      insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${PLATFORM_CUSTOMER_ID}, ${network}, ${network}, 'own', 'Sensors', ${[network]}) returning id`;
    types[network] = row?.id;
  }
});

const editor = (tenant = a) => actorWith(tenant.customerId, ['manager.admin']);

const input = (network: Network, more: object = {}, tenant = a): DeviceCreate =>
  deviceCreateSchema.parse({
    projectId: tenant.ids.project,
    deviceTypeId: types[network],
    name: 'New',
    ...more,
  });

/** Tests must not meet each other's identifiers: 14 digits of a counter and their check digit. */
let count = 0;
function imei(): string {
  const body = String(35_000_000_000_000 + ++count);
  const found = [...Array(10).keys()].find((digit) => {
    const parsed = deviceCreateSchema.shape.cellular.safeParse({ imei: `${body}${digit}` });
    return parsed.success;
  });
  return `${body}${found}`;
}

const storedSecret = async (tenant: Tenant, id: string) => {
  const [row] = await database.sql`select secret from device_secrets where device_id = ${id}`;
  return unseal(await dataKeyOf(pipelineDatabase(), tenant.customerId), sharedSecretPlace(id), row?.secret);
};

const rowCount = async (table: string) =>
  (await database.sql`select count(*)::int as n from ${database.sql(table)}`)[0]?.n;

describe('adding an M2M device', () => {
  it('its IMEI in one form, its secret sealed where it belongs, neither in what is read or logged', async () => {
    const number = imei();
    const written = `${number.slice(0, 2)}-${number.slice(2, 8)}-${number.slice(8, 14)}-${number.slice(14)}`;
    const { id, credentials } = await createDevice(
      editor(),
      input('cellular', { cellular: { imei: written, sharedSecret: SECRET } }),
    );
    expect(credentials).toBeNull();
    const device = await getDevice(editor(), { id });
    expect(device).toMatchObject({
      identifier: number,
      urn: `urn:dev:IMEI:${number}:`,
      adapters: [{ network: 'cellular', identifier: number }],
      sharedSecretSince: expect.any(Date),
      lora: null,
    });
    expect(await storedSecret(a, id)).toBe(SECRET);
    const [log] = await database.sql`select after from audit_log where object_id = ${id}`;
    expect(log?.after.imei).toBe(number);
    expect(JSON.stringify([device, log])).not.toContain(SECRET);
  });

  it('without a secret the platform makes one, which keeps the rules and comes back once', async () => {
    const { id, credentials } = await createDevice(
      editor(),
      input('cellular', { cellular: { imei: imei() } }),
    );
    expect(Object.keys(credentials ?? {})).toEqual(['sharedSecret']);
    expect(checkSharedSecret(credentials?.sharedSecret ?? '').ok).toBe(true);
    expect(await storedSecret(a, id)).toBe(credentials?.sharedSecret);
  });

  it('information of another network than its type’s is refused, and nothing is added', async () => {
    const before = await rowCount('devices');
    await expect(createDevice(editor(), input('cellular', { generic: {} }))).rejects.toMatchObject({
      code: 'devices.wrong-network',
      details: { network: 'generic' },
    });
    await expect(createDevice(editor(), input('lora', { cellular: { imei: imei() } }))).rejects.toThrow(
      'devices.wrong-network',
    );
    expect(await rowCount('devices')).toBe(before);
  });
});

describe('the SIM of an M2M device', () => {
  const iccid = '8931080620000000006';

  it('is put into it, whether an account listed it or not; nobody else can have it then', async () => {
    const { id } = await createDevice(editor(), input('cellular', { cellular: { imei: imei(), iccid } }));
    const [sim] = await database.sql`select device_id from sims where iccid = ${iccid}`;
    expect(sim?.device_id).toBe(id);
    const before = await rowCount('devices');
    for (const [tenant, code] of [
      [a, 'sims.linked-elsewhere'],
      [b, 'sims.iccid-taken'],
    ] as const) {
      await expect(
        createDevice(editor(tenant), input('cellular', { cellular: { imei: imei(), iccid } }, tenant)),
      ).rejects.toThrow(code);
    }
    const later = await createDevice(editor(), input('cellular'));
    await expect(
      linkToNetwork(editor(), { id: later.id, network: 'cellular', info: { imei: imei(), iccid } }),
    ).rejects.toThrow('sims.linked-elsewhere');
    expect(await rowCount('devices')).toBe(before + 1);
  });
});

describe('adding an Internet device', () => {
  it('the platform makes what was not given', async () => {
    const { id, credentials } = await createDevice(editor(), input('generic', { generic: {} }));
    const device = await getDevice(editor(), { id });
    expect(device.identifier).toBe(credentials?.dvnUuid);
    expect(device.urn).toBe(`urn:dev:DVNUUID:${credentials?.dvnUuid}:`);
    expect(await storedSecret(a, id)).toBe(credentials?.sharedSecret);
  });

  it('in one form, unique on the whole platform, without a word of whose it is', async () => {
    const dvnUuid = randomUUID();
    await createDevice(editor(b), input('generic', { generic: { dvnUuid } }, b));
    const refused = await createDevice(
      editor(),
      input('generic', { generic: { dvnUuid: dvnUuid.toUpperCase() } }),
    ).catch((error) => error);
    expect([refused.code, refused.kind, refused.details]).toEqual([
      'devices.identifier-taken',
      'conflict',
      {},
    ]);
  });

  it('with a flow that is made with it', async () => {
    const { id } = await createDevice(editor(), input('generic', { newFlow: 'Fresh' }));
    const { flows, processing } = await getDevice(editor(), { id });
    expect([flows.map(({ name }) => name), processing]).toEqual([['Fresh'], 'active']);
    const flowsBefore = await rowCount('flows');
    const dvnUuid = randomUUID();
    await createDevice(editor(), input('generic', { generic: { dvnUuid } }));
    await expect(
      createDevice(editor(), input('generic', { generic: { dvnUuid }, newFlow: 'Never' })),
    ).rejects.toThrow('devices.identifier-taken');
    expect(await rowCount('flows')).toBe(flowsBefore);
  });
});

describe('network information that follows later', () => {
  it('links once; the identifier stays, the secret can be replaced', async () => {
    const { id } = await createDevice(editor(), input('generic'));
    expect(await getDevice(editor(), { id })).toMatchObject({ identifier: null, sharedSecretSince: null });
    await expect(replaceSharedSecret(editor(), { id })).rejects.toThrow('devices.no-adapter');
    const made = await linkToNetwork(editor(), { id, network: 'generic', info: {} });
    expect((await getDevice(editor(), { id })).identifier).toBe(made.credentials?.dvnUuid);
    await expect(linkToNetwork(editor(), { id, network: 'generic', info: {} })).rejects.toThrow(
      'devices.already-linked',
    );
    await expect(
      linkToNetwork(editor(), { id, network: 'cellular', info: { imei: imei() } }),
    ).rejects.toThrow('devices.wrong-network');
    expect(await replaceSharedSecret(editor(), { id, sharedSecret: SECRET })).toEqual({ credentials: null });
    expect(await storedSecret(a, id)).toBe(SECRET);
    const again = await replaceSharedSecret(editor(), { id });
    expect(await storedSecret(a, id)).toBe(again.credentials?.sharedSecret);
    const log = await database.sql`select before, after from audit_log where object_id = ${id} order by id`;
    expect(log).toHaveLength(4);
    expect(JSON.stringify(log)).not.toContain(SECRET);
    await deleteDevice(editor(), { id });
    expect(await database.sql`select 1 from device_secrets where device_id = ${id}`).toHaveLength(0);
  });

  it('an identifier of another customer is in use', async () => {
    const taken = imei();
    await createDevice(editor(b), input('cellular', { cellular: { imei: taken } }, b));
    const { id } = await createDevice(editor(), input('cellular'));
    await expect(linkToNetwork(editor(), { id, network: 'cellular', info: { imei: taken } })).rejects.toThrow(
      'devices.identifier-taken',
    );
    expect(await getDevice(editor(), { id })).toMatchObject({ identifier: null, sharedSecretSince: null });
  });
});

describe('a device of several networks', () => {
  it('is given some of them at once and the others later, and signs with one secret on each', async () => {
    const [type] = await database.sql`
      insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${PLATFORM_CUSTOMER_ID}, 'several', 'several', 'own', 'Sensors', '{cellular,generic}') returning id`;
    const number = imei();
    const { id } = await createDevice(
      editor(),
      input('cellular', { deviceTypeId: type?.id, cellular: { imei: number, sharedSecret: SECRET } }),
    );
    const link = (info: object) =>
      linkToNetwork(editor(), {
        id,
        network: 'generic',
        info: newDeviceSchema.shape.generic.unwrap().parse(info),
      });
    await expect(link({ sharedSecret: `bB2-${'y'.repeat(28)}` })).rejects.toMatchObject({
      code: 'devices.secret-stored',
    });
    const { credentials } = await link({});
    expect(Object.keys(credentials ?? {})).toEqual(['dvnUuid']);
    expect(await storedSecret(a, id)).toBe(SECRET);
    const device = await getDevice(editor(), { id });
    expect(device.identifier).toBe(number);
    expect(device.adapters.map(({ urn }) => urn).sort()).toEqual([
      `urn:dev:DVNUUID:${credentials?.dvnUuid}:`,
      `urn:dev:IMEI:${number}:`,
    ]);
    expect(device.connectivity).toEqual([
      { network: 'cellular', state: 'ACTIVE' },
      { network: 'generic', state: 'ACTIVE' },
    ]);
  });
});

describe('adding many at once', () => {
  const register = (projectId: string, wanted: object[], network: Network = 'cellular') => {
    const actor = editor();
    return tenantTransaction(actor.scope, async (tx) => {
      const where = { projectId, deviceTypeId: types[network] };
      const place = await holdDevicePlace(tx, actor, actor.scope, where, wanted.length);
      return registerDevices(
        tx,
        actor,
        actor.scope,
        place,
        wanted.map((one) => newDeviceSchema.parse({ name: 'Many', ...one })),
      );
    });
  };

  it('those whose identifier is in use, also among themselves, are left out whole; the others are there', async () => {
    const { id: projectId } = await createProject(a.system, { name: 'Many', description: null });
    const [free, twice, theirs] = [imei(), imei(), imei()];
    await createDevice(editor(b), input('cellular', { cellular: { imei: theirs } }, b));
    const secretsBefore = await rowCount('device_secrets');
    const answers = await register(projectId, [
      { cellular: { imei: free } },
      { cellular: { imei: twice } },
      { cellular: { imei: theirs } },
      { cellular: { imei: twice } },
      {},
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, false, false, true]);
    expect(await rowCount('device_secrets')).toBe(secretsBefore + 2);
    const rows = await database.sql`
      select d.id, d.identifier, (select count(*)::int from audit_log l where l.object_id = d.id::text) as logged
      from devices d where project_id = ${projectId}`;
    expect(rows.map((row) => row.identifier).sort()).toEqual([free, twice, null].sort());
    expect(rows.map((row) => row.logged)).toEqual([1, 1, 1]);
  });

  it('the limits of the subscription hold for all of them together', async () => {
    const { id: projectId } = await createProject(a.system, { name: 'Bounded', description: null });
    await database.sql`update projects set device_limit = 5, cellular_device_limit = 2 where id = ${projectId}`;
    const two = [{}, {}];
    await expect(register(projectId, [...two, {}])).rejects.toMatchObject({
      code: 'projects.limit-reached',
      details: { what: 'cellularDevices', limit: 2, used: 0 },
    });
    await register(projectId, two);
    await expect(register(projectId, [{}])).rejects.toMatchObject({ details: { used: 2 } });
    await register(projectId, [{}, {}, {}], 'generic');
    await expect(register(projectId, [{}], 'generic')).rejects.toMatchObject({
      details: { what: 'devices', limit: 5, used: 5 },
    });
  });

  it('types and networks that the subscription does not allow', async () => {
    const { id: projectId } = await createProject(a.system, { name: 'Narrow', description: null });
    await database.sql`update projects set allowed_networks = ${['lora']} where id = ${projectId}`;
    await expect(register(projectId, [{}])).rejects.toMatchObject({
      code: 'projects.network-not-allowed',
      details: { network: 'cellular', project: 'Narrow' },
    });
    await register(projectId, [{}], 'lora');
    await database.sql`update projects set allowed_networks = null, allowed_device_type_ids = ${[types.generic]} where id = ${projectId}`;
    await expect(register(projectId, [{}])).rejects.toThrow('projects.type-not-allowed');
    await register(projectId, [{}], 'generic');
  });
});

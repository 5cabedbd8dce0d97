import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { setLoraKeys } from '#server/devices/set-lora-keys.ts';
import { getConnection } from '#server/lora-networks/read-connections.ts';
import { setConnectionApi } from '#server/lora-networks/set-connection-api.ts';
import { updateConnection } from '#server/lora-networks/update-connection.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { NetworkWish } from './contract.ts';
import { getLoraDevice } from './read-registrations.ts';
import {
  api,
  connectionId,
  DAY_MS,
  database,
  joinEui,
  later,
  newDevice,
  other,
  register,
  scene,
  shown,
  statusOf,
  tenant,
  there,
  wish,
  work,
} from './registration-scene.fixture.ts';

describe('a wish is a row first, and then done', () => {
  it('from the inventory to active, deactivated, active again with another plan, and off the server', async () => {
    const device = await newDevice();
    expect(await shown(device.id)).toMatchObject({ status: 'INVENTORY', connection: null, work: null });
    await register(device.id);
    expect(await shown(device.id)).toMatchObject({
      status: 'PENDING_CREATE',
      connection: { id: connectionId, name: 'Harbour', provider: 'chirpstack' },
      plan: { id: 'standard', geolocation: false },
    });
    expect(scene.fake.devices.size).toBe(0);
    await work();
    expect(await shown(device.id)).toMatchObject({ status: 'ACTIVE', failure: null, work: { nextAt: null } });
    expect(scene.fake.keys.get(device.devEui.toLowerCase())).toBe(device.appKey.toLowerCase());
    for (const [wanted, pending, settled, isDisabled] of [
      [{ kind: 'deactivate' }, 'PENDING_DEACTIVATE', 'DEACTIVATED', true],
      [{ kind: 'reactivate' }, 'PENDING_REACTIVATE', 'ACTIVE', false],
      [{ kind: 'change-plan', plan: 'geo' }, 'PENDING_UPDATE', 'ACTIVE', false],
    ] as const) {
      await wish(device.id, wanted);
      expect(await statusOf(device.id)).toBe(pending);
      await work();
      expect(await statusOf(device.id)).toBe(settled);
      expect(there(device)).toMatchObject({ isDisabled });
    }
    expect(there(device)?.deviceProfileId).toBe(scene.profiles.geo);
    expect((await shown(device.id)).plan).toMatchObject({ id: 'geo', geolocation: true });
    await wish(device.id, { kind: 'deregister' });
    expect(await statusOf(device.id)).toBe('PENDING_DELETE');
    await work();
    expect(await shown(device.id)).toMatchObject({ status: 'INVENTORY', connection: null, plan: null });
    expect(there(device)).toBeUndefined();
  });

  it('a deleted device is taken off its server, and its DevEUI can come back at once', async () => {
    const device = await newDevice();
    await register(device.id);
    await work();
    await deleteDevice(tenant.system, { id: device.id });
    const again = await newDevice({ devEui: device.devEui });
    await register(again.id);
    await work();
    expect(scene.fake.keys.get(device.devEui.toLowerCase())).toBe(again.appKey.toLowerCase());
    await deleteDevice(tenant.system, { id: again.id });
    await work();
    expect(there(device)).toBeUndefined();
    expect(await database.sql`select 1 from lora_registrations`).toHaveLength(0);
  });

  it('new keys of a device are brought to its server', async () => {
    const device = await newDevice();
    await register(device.id);
    await work();
    const appKey = 'AB'.repeat(16);
    await setLoraKeys(tenant.system, { id: device.id, lora: { devEui: device.devEui, joinEui, appKey } });
    expect(await statusOf(device.id)).toBe('PENDING_UPDATE');
    await work();
    expect(scene.fake.keys.get(device.devEui.toLowerCase())).toBe(appKey.toLowerCase());
  });

  it('every wish stands in the audit log, and no key anywhere', async () => {
    const device = await newDevice();
    await register(device.id);
    await wish(device.id, { kind: 'deregister' });
    const rows = await database.sql`
      select before, after from audit_log where operation = 'lora-registrations.update' and object_id = ${device.id} order by at`;
    expect(rows.map((row) => [row.before?.wish ?? null, row.after.wish])).toEqual([
      [null, 'ACTIVE'],
      ['ACTIVE', 'DELETED'],
    ]);
    const dump = JSON.stringify(await database.sql`select * from lora_registrations, lora_connections`);
    expect(dump).not.toContain(device.appKey);
    expect(dump).not.toContain((scene.config.secrets as { apiKey: string }).apiKey);
  });
});

describe('what cannot be', () => {
  it('fails with the server’s reason, and is tried again when somebody says so', async () => {
    const device = await newDevice();
    scene.fake.foreign.add(device.devEui.toLowerCase());
    await register(device.id);
    await work();
    expect(await shown(device.id)).toMatchObject({
      status: 'FAILED',
      failure: {
        code: 'lora-network.identifier-in-use',
        of: 'device',
        reason: expect.stringContaining('already exists'),
      },
      work: { nextAt: null, present: 'ABSENT' },
    });
    later(DAY_MS);
    await work();
    expect(await statusOf(device.id)).toBe('FAILED');
    scene.fake.foreign.clear();
    await wish(device.id, { kind: 'retry' });
    await work();
    expect(await shown(device.id)).toMatchObject({ status: 'ACTIVE', failure: null });
  });

  it('a fault of the connection fails its devices, and better settings mend them by themselves', async () => {
    const devices = [await newDevice(), await newDevice()];
    await setConnectionApi(tenant.system, api({}, { secrets: { apiKey: 'mistyped' } }));
    for (const { id } of devices) await register(id);
    await work();
    for (const { id } of devices)
      expect(await shown(id)).toMatchObject({
        status: 'FAILED',
        failure: { code: 'lora-network.key-refused', of: 'connection' },
      });
    expect(await getConnection(tenant.system, { id: connectionId })).toMatchObject({
      registered: { total: 2, pending: 0, failed: 2 },
    });
    await setConnectionApi(tenant.system, api());
    expect(await statusOf(devices[0]?.id ?? '')).toBe('PENDING_CREATE');
    await work();
    for (const { id } of devices) expect(await statusOf(id)).toBe('ACTIVE');
  });

  it('a connection that is off fails its devices until it is on', async () => {
    const device = await newDevice();
    await register(device.id);
    await updateConnection(tenant.system, { id: connectionId, status: 'disabled' });
    await work();
    expect(await shown(device.id)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'lora-network.connection-off' },
    });
    await updateConnection(tenant.system, { id: connectionId, status: 'active' });
    await work();
    expect(await statusOf(device.id)).toBe('ACTIVE');
  });

  it('a server that is away is tried again, longer apart, and the reason shows meanwhile; after a day it is failed', async () => {
    const device = await newDevice();
    await register(device.id);
    scene.fake.always({ status: 503 });
    const waits: number[] = [];
    for (let tries = 0; tries < 4; tries++) {
      await work();
      const { status, failure, work: at } = await shown(device.id);
      expect([status, failure?.code]).toEqual(['PENDING_CREATE', 'lora-network.unavailable']);
      waits.push(((at?.nextAt?.getTime() ?? 0) - (failure?.at.getTime() ?? 0)) / 1000);
      later((waits.at(-1) ?? 0) * 1000);
    }
    expect(waits).toEqual([5, 15, 60, 300]);
    later(DAY_MS);
    await work();
    expect(await shown(device.id)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'lora-network.unavailable' },
    });
    scene.fake.always(null);
    await wish(device.id, { kind: 'retry' });
    await work();
    expect(await statusOf(device.id)).toBe('ACTIVE');
  });

  it.each([
    ['without keys', { kind: 'register' }, 'lora-registrations.no-keys', true],
    ['not registered', { kind: 'deactivate' }, 'lora-registrations.not-registered', false],
    [
      'a plan that is not there',
      { kind: 'register', plan: 'gold' },
      'lora-registrations.no-such-plan',
      false,
    ],
    [
      'a connection that is not ours',
      { kind: 'register', connectionId: randomUUID() },
      'lora-registrations.no-connection',
      false,
    ],
  ] as [string, NetworkWish, string, boolean][])('%s is refused', async (_, wanted, code, isKeyless) => {
    const device = await newDevice();
    if (isKeyless) await database.sql`update lora_bindings set app_key = null where device_id = ${device.id}`;
    await expect(wish(device.id, wanted)).rejects.toMatchObject({ code });
  });

  it('unknown and foreign are the same answer', async () => {
    for (const id of [randomUUID(), other.ids.device]) {
      await expect(wish(id, { kind: 'register' })).rejects.toEqual(
        new DomainError('devices.not-found', 'not-found'),
      );
      await expect(getLoraDevice(tenant.system, { id })).rejects.toMatchObject({ kind: 'not-found' });
    }
  });
});

it('pages of a device hear of what is wished for it', async () => {
  const device = await newDevice();
  const heard: string[][] = [];
  const { unlisten } = await database.sql.listen('live', (hint) => heard.push(JSON.parse(hint).deviceIds));
  await register(device.id);
  await expect.poll(() => heard).toEqual([[device.id]]);
  await unlisten();
});

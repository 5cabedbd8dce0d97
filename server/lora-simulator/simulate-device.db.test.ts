import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { setLoraKeys } from '#server/devices/set-lora-keys.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getSimulation } from './read-simulation.ts';
import { withDueDevicesSystem } from './repository.ts';
import { sendSimulated, stopSimulation } from './simulate-device.ts';
import { MOST_SIMULATED } from './simulation-contract.ts';
import { makeSimulationScene } from './simulation-scene.fixture.ts';

const database = useTestDatabase();
let scene: Awaited<ReturnType<typeof makeSimulationScene>>;

beforeAll(async () => {
  scene = await makeSimulationScene(database);
});
beforeEach(() => database.sql`update simulated_devices set next_at = null, repeats = false`);

const ofDevice = (deviceId: string) => ({ deviceId });
const rowsOf = (deviceId: string) =>
  database.sql`select next_at, repeats from simulated_devices where device_id = ${deviceId}`;
const storedOf = async (deviceId: string): Promise<string[]> => {
  const rows =
    await database.sql`select event ->> 'kind' as kind from uplinks where device_id = ${deviceId} order by id`;
  return rows.map(({ kind }) => kind);
};

describe('a device of the built-in network', () => {
  it('joins with the AppKey that stands in the portal and sends at once; what it says is stored as of any device', async () => {
    const device = await scene.registered();
    expect(await scene.shown(device.id)).toMatchObject({
      refusal: null,
      simulated: null,
      settings: { model: 'raw-counter', behaviour: 'healthy', intervalSeconds: 60 },
    });
    await scene.simulate(device.id, { model: 'own-payload', ownPayload: { fPort: 7, payload: 'C0:FF:EE' } });
    expect((await scene.shown(device.id)).simulated).toMatchObject({ state: 'running', devAddr: null });
    const { told, answers } = await scene.wakeUp();
    expect(told).toEqual(['join', 'up']);
    expect(answers).toEqual([200, 200]);
    expect(await storedOf(device.id)).toEqual(['join', 'uplink']);
    const [uplink] = await database.sql`
      select event ->> 'frmPayload' as payload, event ->> 'fPort' as port from uplinks
      where device_id = ${device.id} and event ->> 'kind' = 'uplink'`;
    expect(uplink).toMatchObject({ payload: 'c0ffee', port: '7' });
    const { simulated } = await scene.shown(device.id);
    expect(simulated).toMatchObject({ state: 'running', fCntUp: 0, messages: 1 });
    expect(simulated?.devAddr).toMatch(/^[0-9A-F]{8}$/);
  });

  it('is not joined with a mistyped key, and is with the right one', async () => {
    const device = await scene.registered();
    await scene.simulate(device.id, { behaviour: 'no-accept' });
    expect((await scene.wakeUp()).told).not.toContain('up');
    expect((await scene.shown(device.id)).simulated).toMatchObject({ devAddr: null, fCntUp: null });
    await scene.simulate(device.id);
    expect((await scene.wakeUp()).told).toContain('up');
  });

  it('whose AppKey is replaced joins again with the new one', async () => {
    const device = await scene.registered();
    await scene.simulate(device.id);
    await scene.wakeUp();
    const before = (await scene.shown(device.id)).simulated?.devAddr;
    const lora = { devEui: device.devEui, joinEui: device.joinEui, appKey: 'F'.repeat(32) };
    await setLoraKeys(scene.tenant.system, { id: device.id, lora });
    await scene.work();
    await sendSimulated(scene.tenant.system, ofDevice(device.id));
    expect((await scene.wakeUp()).told).toEqual(['join', 'up']);
    expect((await scene.shown(device.id)).simulated?.devAddr).not.toBe(before);
  });

  it('keeps its session and its counters over a stop, and sends one message when it is told to', async () => {
    const device = await scene.registered();
    const { system } = scene.tenant;
    await scene.simulate(device.id, {}, false);
    expect((await scene.shown(device.id)).simulated).toMatchObject({ state: 'once' });
    await scene.wakeUp();
    const first = (await scene.shown(device.id)).simulated;
    expect(first).toMatchObject({ state: 'stopped', nextAt: null, fCntUp: 0 });
    await sendSimulated(system, ofDevice(device.id));
    expect((await scene.wakeUp()).told).toEqual(['up']);
    await scene.simulate(device.id, { intervalSeconds: 3600, gateways: 1 });
    expect((await scene.wakeUp()).told).toEqual(['up']);
    expect((await scene.shown(device.id)).simulated).toMatchObject({
      state: 'running',
      devAddr: first?.devAddr,
      fCntUp: 2,
    });
    await stopSimulation(system, ofDevice(device.id));
    expect((await scene.shown(device.id)).simulated).toMatchObject({ state: 'stopped', nextAt: null });
    expect((await scene.wakeUp()).told).toEqual([]);
  });

  it('is heard through a connection of the platform as well', async () => {
    const platform = await createConnection(systemActor(PLATFORM_CUSTOMER_ID), {
      name: 'For all',
      provider: 'simulated',
    });
    const device = await scene.registered(platform.id);
    await scene.simulate(device.id);
    expect((await scene.wakeUp()).answers).toEqual([200, 200]);
    expect(await storedOf(device.id)).toEqual(['join', 'uplink']);
  });
});

describe('it ends with what it stands for', () => {
  it('when the device leaves the network', async () => {
    const device = await scene.registered();
    await scene.simulate(device.id);
    await scene.wish(device.id, { kind: 'deregister' });
    expect(await rowsOf(device.id)).toEqual([]);
    expect(await scene.shown(device.id)).toMatchObject({ refusal: 'not-registered', simulated: null });
  });

  it('when the device is deleted', async () => {
    const device = await scene.registered();
    await scene.simulate(device.id);
    await deleteDevice(scene.tenant.system, { id: device.id });
    expect(await rowsOf(device.id)).toEqual([]);
  });
});

describe('refusals', () => {
  it('of a device that is not registered, or elsewhere', async () => {
    const device = await scene.newDevice();
    await expect(scene.simulate(device.id)).rejects.toMatchObject({ code: 'lora-simulator.not-registered' });
    const { ids } = scene.tenant;
    await expect(scene.simulate(ids.device)).rejects.toMatchObject({ code: 'lora-simulator.other-network' });
    await expect(sendSimulated(scene.tenant.system, ofDevice(device.id))).rejects.toMatchObject({
      code: 'lora-simulator.not-registered',
    });
    await expect(stopSimulation(scene.tenant.system, ofDevice(device.id))).rejects.toMatchObject({
      code: 'lora-simulator.not-found',
    });
  });

  it('another customer’s device looks as one that is not there', async () => {
    const device = await scene.registered();
    await scene.simulate(device.id);
    const { system } = scene.other;
    for (const deviceId of [device.id, randomUUID()]) {
      const gone = { code: 'devices.not-found' };
      await expect(scene.simulate(deviceId, {}, true, scene.other)).rejects.toMatchObject(gone);
      await expect(sendSimulated(system, { deviceId })).rejects.toMatchObject(gone);
      await expect(stopSimulation(system, { deviceId })).rejects.toMatchObject(gone);
      await expect(getSimulation(system, { id: deviceId })).rejects.toMatchObject(gone);
    }
    expect(await rowsOf(device.id)).toMatchObject([{ repeats: true }]);
  });

  it('of a DevEUI that somebody else has on the air', async () => {
    const device = await scene.registered();
    const { customerId, ids } = scene.other;
    await database.sql`insert into simulated_devices ${database.sql({ dev_eui: device.devEui, customer_id: customerId, connection_customer_id: customerId, connection_id: ids.connection, name: 'Theirs', device: database.sql.json({}), memory: 'v1.x' })}`;
    await expect(scene.simulate(device.id)).rejects.toMatchObject({
      code: 'lora-simulator.identifier-in-use',
    });
  });

  it(`of more than ${MOST_SIMULATED} at a time`, async () => {
    const full = await Promise.all(Array.from({ length: MOST_SIMULATED }, () => scene.newDevice()));
    const { customerId } = scene.tenant;
    for (const { id, devEui } of full) {
      const base = {
        dev_eui: devEui,
        customer_id: customerId,
        connection_customer_id: customerId,
        connection_id: scene.connection.id,
      };
      await database.sql`insert into simulated_network_devices ${database.sql({ ...base, join_eui: '0059AC00000FFFFF', app_key: 'v1.x', plan: 'standard', status: 'active' })}`;
      await database.sql`insert into simulated_devices ${database.sql({ ...base, device_id: id, name: 'One of many', device: database.sql.json({}), memory: 'v1.x', next_at: new Date(Date.now() + 3_600_000) })}`;
    }
    const device = await scene.registered();
    await expect(scene.simulate(device.id)).rejects.toMatchObject({
      code: 'lora-simulator.too-many',
      details: { limit: MOST_SIMULATED },
    });
    await stopSimulation(scene.tenant.system, ofDevice(full[0]?.id as string));
    await scene.simulate(device.id);
  });
});

describe('the worker', () => {
  it('leaves a device to the other one that has it in hand', async () => {
    const device = await scene.registered();
    await scene.simulate(device.id);
    const now = new Date(Date.now() + 50);
    const look = () =>
      withDueDevicesSystem(now, 10, (kept) => ({ result: kept.device.devEui, nextAt: kept.nextAt }));
    const slow = database.sql.begin(async (tx) => {
      await tx`select from simulated_devices where device_id = ${device.id} for update`;
      expect(await look()).toEqual([]);
    });
    await slow;
    expect(await look()).toEqual([device.devEui]);
  });

  it('goes on with the others where one cannot be read', async () => {
    const [broken, sound] = [await scene.registered(), await scene.registered()];
    for (const { id } of [broken, sound]) await scene.simulate(id);
    await database.sql`update simulated_devices set memory = 'v1.x', next_at = now() - interval '1 second' where device_id = ${broken.id}`;
    expect((await scene.wakeUp()).told).toEqual(['join', 'up']);
    expect(await storedOf(sound.id)).toEqual(['join', 'uplink']);
    expect(await rowsOf(broken.id)).toMatchObject([{ next_at: null }]);
  });
});

it('who started, sent and stopped stands in the history, and no key does', async () => {
  const device = await scene.registered();
  const { system } = scene.tenant;
  await scene.simulate(device.id, { behaviour: 'weak' });
  await scene.simulate(device.id, { behaviour: 'lossy' });
  await sendSimulated(system, ofDevice(device.id));
  await stopSimulation(system, ofDevice(device.id));
  const rows = await database.sql`
    select before, after, audit_log::text as text from audit_log
    where operation = 'lora-simulator.run' and object_id = ${device.id} order by id`;
  expect(rows.map(({ before, after }) => [before?.behaviour, after.behaviour, after.simulation])).toEqual([
    [undefined, 'weak', 'started'],
    ['weak', 'lossy', 'started'],
    [undefined, undefined, 'once'],
    [undefined, undefined, 'stopped'],
  ]);
  for (const { text } of rows) expect(text).not.toContain(device.appKey);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { cancelDownlink } from '#server/downlinks/cancel-downlink.ts';
import { makeDownlinkScene } from '#server/downlinks/downlink-scene.fixture.ts';
import { Outbox } from '#server/downlinks/outbox.ts';
import { listDeviceDownlinks } from '#server/downlinks/read-downlinks.ts';
import { impatientHttp } from '#server/drivers/lora-networks/driver-scene.fixture.ts';
import {
  makeSigning,
  type SigningScene,
  senmlRequest,
} from '#server/pipeline/accept/signing-device.fixture.ts';
import { makeScene, type SceneDevice } from '#server/pipeline/scene.fixture.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createFirmware } from './create-firmware.ts';
import { deleteFirmware } from './delete-firmware.ts';
import {
  cancelSystemCommands,
  endSystemExpired,
  endSystemInstalled,
  followSystemCommands,
} from './follow.sql.ts';
import { holdForOffers, offerFirmware, storeOffers } from './offer-firmware.ts';
import { getDeviceFirmware, getFirmware, listFirmwareTypes } from './read-firmware.ts';
import { serveFirmware } from './serve-firmware.ts';
import type { FirmwareDevice } from './targets.sql.ts';

const database = useTestDatabase();
const COMMAND = { port: 6, payloadHex: '3e0a0203fe' };
let scene: Awaited<ReturnType<typeof makeDownlinkScene>>;
let lora: SceneDevice;
let both: SigningScene;
let versionId: string;
let number = 0;

beforeAll(async () => {
  scene = await makeDownlinkScene(database, 3);
  lora = await scene.makeSimulated(0);
  both = await makeSigning(database.sql, scene, 'generic', 1);
});

const store = async (version: string, more: Partial<Parameters<typeof createFirmware>[1]> = {}) =>
  (
    await createFirmware(scene.actor, {
      deviceTypeId: scene.deviceTypeId,
      version,
      notes: null,
      fileName: null,
      command: COMMAND,
      bytes: new Uint8Array(),
      ...more,
    })
  ).id;

beforeEach(async () => {
  await database.sql`delete from firmware_assignments`;
  await database.sql`delete from downlinks`;
  await database.sql`delete from simulated_network_downlinks`;
  await database.sql`delete from twins`;
  scene.clock.pass(60);
  versionId = await store(`1.${++number}`);
});

const http = impatientHttp();
afterAll(() => http.close());

/** The worker once: the queues, then what the firmware's watch sees of them. */
async function work(): Promise<void> {
  const outbox = new Outbox({ http, clock: scene.clock, random: () => 0.5 });
  await outbox.look();
  await outbox.idle();
  await watch();
}

async function watch(now = scene.clock.now()): Promise<void> {
  await followSystemCommands(now);
  await endSystemInstalled(now);
  await endSystemExpired(now);
  await cancelSystemCommands(now);
}

const assign = (id = versionId, deviceId = lora.id) =>
  offerFirmware(scene.actor, { firmwareVersionId: id, deviceId, days: 14 });
const firmwareOf = (id = lora.id) => getDeviceFirmware(scene.actor, { id });
const statuses = async (id = lora.id) =>
  (await firmwareOf(id)).assignments.map(({ status, reason }) => reason ?? status);
const queue = async (id = lora.id) =>
  (await listDeviceDownlinks(scene.actor, { id, query: emptyTableQuery })).rows;

async function withdraw(): Promise<void> {
  await tenantTransaction(scene.actor.scope, async (tx) => {
    const { devices } = await holdForOffers(tx, scene.actor.scope, [], [lora.id]);
    await storeOffers(
      tx,
      scene.actor,
      [{ device: devices.get(lora.id) as FirmwareDevice, version: null }],
      1,
    );
  });
}

const report = (version: string) => database.sql`
  insert into twins (device_id, customer_id, reported, version)
  values (${lora.id}, ${scene.customerId}, ${database.sql.json({ firmwareVersion: { vs: version, t: 1, o: '' } })}, 1)
  on conflict (device_id) do update set reported = excluded.reported`;

/** The time of what is under way is over. */
async function noAnswer(): Promise<void> {
  await database.sql`update downlinks set timeout_at = ${scene.clock.now()} where state = 'EXECUTING'`;
  await work();
}

const wakeUntil = (kind: string) => scene.wakeUntil(lora, kind);

describe('a version that is a command', () => {
  it('has no file; it is for types on LoRa, and not empty', async () => {
    expect(await getFirmware(scene.actor, { id: versionId })).toMatchObject({ file: null, command: COMMAND });
    await expect(store('x', { command: null })).rejects.toMatchObject({ code: 'firmware.nothing' });
    await expect(store('x', { bytes: Buffer.from('a') })).rejects.toMatchObject({
      fields: [{ path: 'fileName' }],
    });
    await expect(store('x', { fileName: 'a.bin', bytes: Buffer.from('a') })).rejects.toMatchObject({
      code: 'firmware.type-without-http',
    });
    await database.sql`update device_types set networks = '{generic}' where id = ${scene.deviceTypeId}`;
    await expect(store('x')).rejects.toMatchObject({ code: 'firmware.type-without-lora' });
    await database.sql`update device_types set networks = '{lora}' where id = ${scene.deviceTypeId}`;
  });

  it('of a managed type is its operator’s to add and to take away, and reaches the customer’s devices all the same', async () => {
    await database.sql`update device_types set category = 'managed' where id = ${scene.deviceTypeId}`;
    const person = { ...scene.actor, kind: 'user' as const, roles: { manager: 'admin' as const } };
    const locked = { code: 'devices.type-managed' };
    const input = { deviceTypeId: scene.deviceTypeId, version: 'mine', notes: null, fileName: null };
    await expect(
      createFirmware(person, { ...input, command: COMMAND, bytes: new Uint8Array() }),
    ).rejects.toMatchObject(locked);
    await expect(deleteFirmware(person, { id: versionId })).rejects.toMatchObject(locked);
    expect((await listFirmwareTypes(person)).map(({ id }) => id)).not.toContain(scene.deviceTypeId);
    await offerFirmware(person, { firmwareVersionId: versionId, deviceId: lora.id, days: 1 });
    expect(await queue()).toMatchObject([{ state: 'PENDING', method: { type: 'lora', ...COMMAND } }]);
    await expect(scene.send(lora.id)).rejects.toMatchObject({ code: 'downlinks.cannot-send.managed' });
    await database.sql`update device_types set category = 'own' where id = ${scene.deviceTypeId}`;
  });
});

describe('assigned, it', () => {
  it('waits in the device’s queue once, goes out, is acknowledged, and is installed when the device reports it', async () => {
    const began = new Date();
    await report('0.9');
    await wakeUntil('up');
    await assign();
    await assign();
    expect(await queue()).toMatchObject([
      { state: 'PENDING', method: { type: 'lora', ...COMMAND }, feedbackTimeout: 'P7D', retryLimit: 2 },
    ]);
    await watch();
    expect(await statuses()).toEqual(['offered']);
    await work();
    expect(await statuses()).toEqual(['downloading']);
    await wakeUntil('txack');
    await wakeUntil('ack');
    await work();
    expect((await firmwareOf()).assignments[0]).toMatchObject({
      status: 'downloading',
      downlink: { state: 'DELIVERED' },
    });
    await report(`1.${number}`);
    await work();
    expect(await statuses()).toEqual(['installed']);
    const audit = await database.sql`
      select operation, after from audit_log where object_id = ${lora.id} and "at" >= ${began} order by operation`;
    expect(audit).toMatchObject([
      { operation: 'downlinks.send', after: { instruction: 'lora', port: COMMAND.port } },
      { operation: 'firmware.assign', after: { firmware: `1.${number}` } },
    ]);
  });

  it('fails with the reason of its downlink, and can be tried again', async () => {
    await database.sql`update simulated_network_devices set status = 'deactivated'`;
    await assign();
    await work();
    expect((await firmwareOf()).assignments[0]).toMatchObject({
      status: 'failed',
      reason: 'FAILED_TO_ENQUEUE_FOR_TRANSMISSION',
      downlink: { state: 'FAILED', detail: 'lora-network.deactivated-there' },
    });
    await database.sql`update simulated_network_devices set status = 'active'`;
    await assign();
    await work();
    expect(await statuses()).toEqual(['downloading', 'FAILED_TO_ENQUEUE_FOR_TRANSMISSION']);
  });

  it('that restarts without an acknowledgement is installed all the same', async () => {
    await assign();
    await work();
    await noAnswer();
    expect(await statuses()).toEqual(['FEEDBACK_TIMEOUT']);
    await report('another');
    await work();
    expect(await statuses()).toEqual(['FEEDBACK_TIMEOUT']);
    await report(`1.${number}`);
    await work();
    expect(await statuses()).toEqual(['installed']);
  });

  it('that failed stays so once another version came', async () => {
    await assign();
    await work();
    await noAnswer();
    await assign(await store(`2.${number}`));
    await report(`1.${number}`);
    await watch();
    expect(await statuses()).toEqual(['offered', 'FEEDBACK_TIMEOUT']);
  });

  it('goes with its device', async () => {
    const { id } = scene.devices[2] as SceneDevice;
    await database.sql`
      insert into lora_registrations (customer_id, connection_id, connection_customer_id, device_id, dev_eui, wish, present, plan)
      values (${scene.customerId}, ${scene.connectionId}, ${scene.customerId}, ${id}, ${scene.devices[2]?.devEui ?? ''}, 'ACTIVE', 'ACTIVE', 'standard')`;
    await assign(versionId, id);
    await database.sql`delete from devices where id = ${id}`;
    const left = await database.sql`
      select from firmware_assignments where device_id = ${id} union all select from downlinks where device_id = ${id}`;
    expect(left).toHaveLength(0);
  });

  it('is taken back while it waits; what has gone out is said to have', async () => {
    await assign();
    await withdraw();
    expect(await statuses()).toEqual(['withdrawn']);
    expect((await queue()).map(({ state }) => state)).toEqual(['CANCELLED']);
    await work();
    expect(await database.sql`select from simulated_network_downlinks`).toHaveLength(0);
    await assign();
    await work();
    await withdraw();
    expect(await statuses()).toEqual(['withdrawn-late', 'withdrawn']);
    expect((await queue())[0]?.state).toBe('EXECUTING');
  });

  it('is not sent where its network server could not be asked yet and it was withdrawn', async () => {
    await assign();
    await database.sql`update downlinks set state = 'EXECUTING', started_at = now(), timeout_at = now() + interval '1 day', next_at = now() + interval '1 hour'`;
    await withdraw();
    expect(await queue()).toMatchObject([{ state: 'FAILED', reason: 'CANCELLED' }]);
    expect(await statuses()).toEqual(['withdrawn']);
  });

  it('gives way to another version: one command waits, however full the queue', async () => {
    await assign();
    for (let n = 0; n < 4; n++) await scene.send(lora.id);
    const other = await store(`2.${number}`, { command: { port: 6, payloadHex: 'ff' } });
    await assign(other);
    expect(await statuses()).toEqual(['offered', 'superseded']);
    expect((await queue()).map(({ state }) => state)).toEqual([
      'PENDING',
      ...Array(4).fill('PENDING'),
      'CANCELLED',
    ]);
    await expect(scene.send(lora.id)).rejects.toMatchObject({ code: 'downlinks.queue-full' });
  });

  it('taken back on the device’s page is withdrawn', async () => {
    await assign();
    await cancelDownlink(scene.actor, { id: (await queue())[0]?.id as string, forced: false });
    await watch();
    expect(await statuses()).toEqual(['withdrawn']);
  });

  it('leaves the queue when the device came onto the version by itself, or the offer’s time is over', async () => {
    await scene.send(lora.id);
    await work();
    await assign();
    await report(`1.${number}`);
    await watch();
    expect(await statuses()).toEqual(['installed']);
    expect((await queue()).map(({ state }) => state)).toEqual(['CANCELLED', 'EXECUTING']);
    await expect(assign()).rejects.toMatchObject({ code: 'firmware.runs-already' });
    await report('0.9');
    await assign();
    await database.sql`update firmware_assignments set expires_at = ${scene.clock.now()} where status = 'offered'`;
    await watch();
    expect((await statuses())[0]).toBe('never-sent');
    expect((await queue())[0]?.state).toBe('CANCELLED');
  });

  it('acknowledged and never reported, it fails when its time is over; under way it has the time of its downlink', async () => {
    await assign();
    await work();
    await database.sql`update firmware_assignments set expires_at = ${scene.clock.now()}`;
    await watch();
    expect(await statuses()).toEqual(['downloading']);
    await database.sql`update downlinks set state = 'DELIVERED', ended_at = now()`;
    await watch();
    expect(await statuses()).toEqual(['told-not-reported']);
  });

  it('is refused with the reason where nothing can be sent', async () => {
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${lora.id}`;
    await expect(assign()).rejects.toMatchObject({ code: 'downlinks.cannot-send.deactivated' });
    await database.sql`update devices set status = 'ACTIVE' where id = ${lora.id}`;
    await database.sql`update lora_registrations set present = 'ABSENT' where device_id = ${lora.id}`;
    await expect(assign()).rejects.toMatchObject({ code: 'downlinks.cannot-send.not-on-network' });
    await database.sql`update lora_registrations set present = 'ACTIVE' where device_id = ${lora.id}`;
    const long = await store(`3.${number}`, { command: { port: 1, payloadHex: 'ff'.repeat(222) } });
    await expect(assign(long)).rejects.toMatchObject({ code: 'downlinks.payload-too-long-now' });
    for (let n = 0; n < 5; n++) await scene.send(lora.id);
    await expect(assign()).rejects.toMatchObject({ code: 'downlinks.queue-full' });
    const foreign = await makeScene(database.sql);
    await expect(assign(versionId, foreign.devices[0]?.id)).rejects.toMatchObject({
      code: 'devices.not-found',
    });
    expect(await statuses()).toEqual([]);
    expect(await queue()).toHaveLength(5);
  });
});

describe('a version that is both', () => {
  it('is fetched by a device that is not on LoRa, told to one that is, and never both', async () => {
    await database.sql`update device_types set networks = '{lora,generic}' where id = ${scene.deviceTypeId}`;
    const id = await store(`4.${number}`, { fileName: 'a.bin', bytes: Buffer.from('firmware') });
    await assign(id);
    await assign(id, both.deviceId);
    expect(await queue()).toHaveLength(1);
    expect(await queue(both.deviceId)).toHaveLength(0);
    const [told] = (await firmwareOf()).assignments;
    const token = { authorization: 'Bearer 1.x' };
    const path = `/ingestion/firmware/${told?.id}`;
    expect((await serveFirmware({ method: 'GET', path, query: '', headers: token })).status).toBe(404);
    scene.changes.changed(scene.customerId);
    const body = JSON.stringify([{ bn: both.urn, bt: 1_760_000_000, n: 'a', v: 1 }]);
    const answer = await scene.acceptor.accept(senmlRequest(both.path, body));
    expect(JSON.parse(answer.body).map(({ n }: { n?: string }) => n)).toEqual([undefined, 'url', 'token']);
    await database.sql`update device_types set networks = '{lora}' where id = ${scene.deviceTypeId}`;
  });
});

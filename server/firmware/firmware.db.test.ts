import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import {
  makeSigning,
  type SigningScene,
  senmlRequest,
} from '#server/pipeline/accept/signing-device.fixture.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { makeScene, type Scene } from '#server/pipeline/scene.fixture.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createFirmware } from './create-firmware.ts';
import { deleteFirmware } from './delete-firmware.ts';
import { endSystemExpired, endSystemInstalled } from './follow.sql.ts';
import { holdForOffers, offerFirmware, storeOffers } from './offer-firmware.ts';
import { getDeviceFirmware, getFirmware, listFirmwareAssignments } from './read-firmware.ts';
import { serveFirmware } from './serve-firmware.ts';
import type { FirmwareDevice } from './targets.sql.ts';

const database = useTestDatabase();
const changes = new ConfigurationChanges();
const FILE = randomBytes(200_003);
let scene: Scene;
let actor: ReturnType<typeof systemActor>;
let devices: SigningScene[];
let acceptor: Acceptor;
let versionId: string;
let number = 0;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 3 });
  await database.sql`update device_types set networks = '{generic}' where id = ${scene.deviceTypeId}`;
  actor = systemActor(scene.customerId, 'Tester');
  devices = [];
  for (const n of [0, 1]) devices.push(await makeSigning(database.sql, scene, 'generic', n));
  acceptor = new Acceptor({ changes });
});

const file = { notes: null, fileName: 'a.bin', command: null };
const upload = (version: string, bytes: Uint8Array = FILE) =>
  createFirmware(actor, { ...file, deviceTypeId: scene.deviceTypeId, version, bytes });

beforeEach(async () => {
  await database.sql`delete from firmware_assignments`;
  ({ id: versionId } = await upload(`1.${++number}`));
});

const device = (n = 0) => devices[n] as SigningScene;
const assign = (n = 0, id = versionId) =>
  offerFirmware(actor, { firmwareVersionId: id, deviceId: device(n).deviceId, days: 14 });
const stateOf = async (n = 0) => (await getDeviceFirmware(actor, { id: device(n).deviceId })).assignments[0];

/** As bulk work does it. */
const withdraw = async () => {
  const id = device().deviceId;
  await tenantTransaction(actor.scope, async (tx) => {
    const { devices } = await holdForOffers(tx, actor.scope, [], [id]);
    await storeOffers(tx, actor, [{ device: devices.get(id) as FirmwareDevice, version: null }], 1);
  });
};

/** What the answer to a message of the device tells it. */
async function offerOf(n = 0): Promise<{ url: string; token: string } | null> {
  changes.changed(scene.customerId);
  const { urn, path } = device(n);
  const body = JSON.stringify([{ bn: urn, bt: Date.now() / 1000, n: randomUUID(), v: 1 }]);
  const answer = await acceptor.accept(senmlRequest(path, body));
  expect(answer.status).toBe(200);
  const records = JSON.parse(answer.body);
  if (records.length === 0) return null;
  expect(records[0]).toEqual({ bn: urn });
  const [url, token] = ['url', 'token'].map((name) => records.find(({ n }: { n: string }) => n === name).vs);
  return { url, token };
}

const get = (
  url: string,
  headers: Record<string, string>,
  more: { method?: string; now?: Date; query?: string } = {},
) =>
  serveFirmware(
    { method: more.method ?? 'GET', path: new URL(url).pathname, query: more.query ?? '', headers },
    more.now,
  );
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a version', () => {
  it('is stored whole, with its digest, and is the only one of its name', async () => {
    const stored = await getFirmware(actor, { id: versionId });
    const sha256 = createHash('sha256').update(FILE).digest('hex');
    expect(stored).toMatchObject({ file: { name: 'a.bin', size: FILE.length, sha256 }, command: null });
    await expect(upload(stored.version)).rejects.toMatchObject({ code: 'firmware.version-taken' });
    await expect(upload('empty', Buffer.alloc(0))).rejects.toMatchObject({ code: 'firmware.empty' });
  });

  it('is not for a LoRa type', async () => {
    await database.sql`update device_types set networks = '{lora}' where id = ${scene.deviceTypeId}`;
    await expect(upload('lora')).rejects.toMatchObject({ code: 'firmware.type-without-http' });
    await database.sql`update device_types set networks = '{generic}' where id = ${scene.deviceTypeId}`;
  });

  it('is deleted with its file, not while a device is getting it', async () => {
    await assign();
    await expect(deleteFirmware(actor, { id: versionId })).rejects.toMatchObject({ code: 'firmware.in-use' });
    await withdraw();
    await deleteFirmware(actor, { id: versionId });
    const [left] =
      await database.sql`select count(*)::int as n from firmware_chunks where firmware_version_id = ${versionId}`;
    expect(left?.n).toBe(0);
  });
});

describe('an assignment', () => {
  it('is made once, and gives way to another version', async () => {
    await assign();
    const [first] = (await getDeviceFirmware(actor, { id: device().deviceId })).assignments;
    await assign();
    const other = await upload(`2.${number}`);
    await assign(0, other.id);
    const { assignments } = await getDeviceFirmware(actor, { id: device().deviceId });
    expect(assignments.map(({ status, reason }) => [status, reason])).toEqual([
      ['offered', null],
      ['cancelled', 'superseded'],
    ]);
    expect(assignments[1]?.id).toBe(first?.id);
  });

  it('is refused to devices of another type and to those that cannot fetch', async () => {
    const lora = scene.devices[2]?.id as string;
    const to = (deviceId: string) =>
      offerFirmware(actor, { firmwareVersionId: versionId, deviceId, days: 1 });
    await expect(to(lora)).rejects.toMatchObject({ code: 'firmware.not-reachable' });
    const foreign = await makeScene(database.sql);
    await expect(to(foreign.devices[0]?.id as string)).rejects.toMatchObject({ code: 'devices.not-found' });
    const [type] =
      await database.sql`insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${scene.customerId}, 'another', 'Another', 'own', 'Own', '{generic}') returning id`;
    await database.sql`update devices set device_type_customer_id = ${scene.customerId}, device_type_id = ${type?.id} where id = ${lora}`;
    await expect(to(lora)).rejects.toMatchObject({ code: 'firmware.other-type' });
    const page = await listFirmwareAssignments(actor, { id: versionId, query: { filters: [], limit: 10 } });
    expect(page.total).toBe(0);
  });

  it('is told only to its device, and no longer when it is taken back', async () => {
    await assign(0);
    expect(await offerOf(0)).toMatchObject({
      url: expect.stringMatching(/\/ingestion\/firmware\/[0-9a-f-]{36}$/),
    });
    expect(await offerOf(1)).toBeNull();
    await withdraw();
    expect(await offerOf(0)).toBeNull();
  });
});

describe('a download', () => {
  let url: string;
  let token: string;
  beforeEach(async () => {
    await assign();
    ({ url, token } = (await offerOf()) as { url: string; token: string });
  });

  it('in parts of 256 bytes is the file, each part with its own digest', async () => {
    const parts: Buffer[] = [];
    for (let at = 130_000; at < 133_000; at += 256) {
      const part = await get(url, { ...bearer(token), range: `bytes=${at}-${at + 255}` });
      expect(part.status).toBe(206);
      expect(part.headers['content-range']).toBe(`bytes ${at}-${at + 255}/${FILE.length}`);
      const bytes = part.body as Buffer;
      expect(part.headers.digest).toBe(`crc32=${crc32(bytes).toString(16).padStart(8, '0')}`);
      parts.push(bytes);
    }
    expect(Buffer.concat(parts).equals(FILE.subarray(130_000, 133_072))).toBe(true);
  });

  it('of the whole, and of its end, is exact', async () => {
    const whole = await get(url, bearer(token));
    expect(whole.status).toBe(200);
    expect((whole.body as Buffer).equals(FILE)).toBe(true);
    const end = await get(url, { ...bearer(token), range: 'bytes=-70000' });
    expect((end.body as Buffer).equals(FILE.subarray(FILE.length - 70_000))).toBe(true);
    const head = await get(url, bearer(token), { method: 'HEAD' });
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', String(FILE.length)]);
  });

  it('is not sent to who has it; a range of another file is the whole of this one', async () => {
    const etag = `"${createHash('sha256').update(FILE).digest('hex')}"`;
    expect((await get(url, { ...bearer(token), 'if-none-match': etag })).status).toBe(304);
    const range = 'bytes=0-9';
    expect((await get(url, { ...bearer(token), range, 'if-range': etag })).status).toBe(206);
    expect((await get(url, { ...bearer(token), range, 'if-range': '"other"' })).status).toBe(200);
  });

  it('beyond the end is refused with the size', async () => {
    const answer = await get(url, { ...bearer(token), range: `bytes=${FILE.length}-` });
    expect([answer.status, answer.headers['content-range']]).toEqual([416, `bytes */${FILE.length}`]);
  });

  it('takes its token in the address too', async () => {
    expect((await get(url, {}, { query: `token=${token}`, method: 'HEAD' })).status).toBe(200);
  });

  it('is for one device, until a moment, by its token alone', async () => {
    await assign(1);
    const other = (await offerOf(1)) as { url: string; token: string };
    const [until, signature] = token.split('.') as [string, string];
    const cases: [Parameters<typeof get>, number, string][] = [
      [[url, {}], 401, 'firmware.token-missing'],
      [[url, bearer('nonsense')], 401, 'firmware.token-wrong'],
      [[url, bearer(other.token)], 401, 'firmware.token-wrong'],
      [[other.url, bearer(token)], 401, 'firmware.token-wrong'],
      [[url, bearer(`${Number(until) + 1}.${signature}`)], 401, 'firmware.token-wrong'],
      [[url, bearer(`${token.slice(0, -1)}`)], 401, 'firmware.token-wrong'],
      [[url, bearer(token), { now: new Date(Date.now() + 25 * 3_600_000) }], 401, 'firmware.token-expired'],
      [[url.replace(/[^/]+$/, randomUUID()), bearer(token)], 404, 'firmware.not-found'],
      [[url.replace(/[^/]+$/, 'x'), bearer(token)], 404, 'firmware.not-found'],
      [[url, bearer(token), { method: 'POST' }], 405, 'firmware.method'],
    ];
    for (const [call, status, code] of cases) {
      const answer = await get(...call);
      expect([answer.status, JSON.parse(String(answer.body)).code]).toEqual([status, code]);
    }
    expect(await stateOf()).toMatchObject({ status: 'offered' });
  });

  it('ends with its assignment, and pauses while the device is deactivated', async () => {
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${device().deviceId}`;
    expect((await get(url, bearer(token))).status).toBe(403);
    await database.sql`update devices set status = 'ACTIVE' where id = ${device().deviceId}`;
    await withdraw();
    expect((await get(url, bearer(token))).status).toBe(410);
  });
});

describe('how far it is', () => {
  const report = (version: string | number) =>
    database.sql`insert into twins (device_id, customer_id, reported, version)
      values (${device().deviceId}, ${scene.customerId}, ${database.sql.json({ firmwareVersion: { [typeof version === 'string' ? 'vs' : 'v']: version, t: 1, o: '' } })}, 1)
      on conflict (device_id) do update set reported = excluded.reported`;

  it('goes from offered to downloading with the first bytes, and to installed when the device reports it', async () => {
    await report('0.1');
    await assign();
    const { url, token } = (await offerOf()) as { url: string; token: string };
    expect(await endSystemInstalled(new Date())).toBe(0);
    await get(url, { ...bearer(token), range: 'bytes=0-255' });
    expect(await stateOf()).toMatchObject({ status: 'downloading', fetchedBytes: 256, reported: '0.1' });
    await get(url, { ...bearer(token), range: 'bytes=256-511' });
    expect(await stateOf()).toMatchObject({ fetchedBytes: 256 });
    await get(url, { ...bearer(token), range: 'bytes=131000-131100' });
    expect(await stateOf()).toMatchObject({ fetchedBytes: 131_101 });
    await get(url, { ...bearer(token), range: `bytes=${FILE.length - 10}-` });
    expect(await stateOf()).toMatchObject({ status: 'downloading', fetchedBytes: FILE.length });
    await report(`1.${number}`);
    expect(await endSystemInstalled(new Date())).toBe(1);
    expect(await stateOf()).toMatchObject({ status: 'installed', reported: `1.${number}` });
    expect(await offerOf()).toBeNull();
    expect((await get(url, bearer(token))).status).toBe(410);
  });

  it('fails when its time is over, and says where it stopped', async () => {
    await report('0.1');
    const reasons: unknown[] = [];
    for (const fetched of [0, 1000, FILE.length]) {
      await database.sql`delete from firmware_assignments`;
      await assign();
      await database.sql`update firmware_assignments set fetched_bytes = ${fetched}, expires_at = now() - interval '1 second'`;
      expect(await offerOf()).toBeNull();
      await endSystemExpired(new Date());
      const { status, reason } = (await stateOf()) ?? {};
      reasons.push([status, reason]);
    }
    expect(reasons).toEqual([
      ['failed', 'never-fetched'],
      ['failed', 'not-finished'],
      ['failed', 'not-reported'],
    ]);
  });
});

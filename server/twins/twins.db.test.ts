import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getTwin } from './read-twin.ts';
import { resendDesired } from './resend-desired.ts';
import { setDesired } from './set-desired.ts';
import { clearMeasurements, deleteMetadata, replaceMetadata, setMetadata } from './set-metadata.ts';
import { MAX_METADATA } from './twin-contract.ts';
import { withdrawDesired } from './withdraw-desired.ts';

const database = useTestDatabase();
let a: Tenant;

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
});

const editor = () => actorWith(a.customerId, ['manager.editor']);
const deviceId = () => a.ids.device;

/** An Internet device in a flow, that fetches what it is told. */
async function obedient(name: string): Promise<string> {
  const { sql } = database;
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: a.ids.deviceType,
    name,
    description: null,
    barcode: null,
    tags: [],
    flowIds: [a.ids.flow],
  });
  const rows = { customer_id: a.customerId, device_id: id };
  await sql`insert into network_adapters ${sql({ ...rows, network: 'generic', identifier: randomUUID() })}`;
  await sql`insert into device_secrets ${sql({ ...rows, secret: 'v1.x' })}`;
  return id;
}

it('metadata is set, changed, taken away; each change counts the version on and is written down once', async () => {
  const before = await getTwin(editor(), { deviceId: deviceId() });
  await setMetadata(editor(), { deviceId: deviceId(), key: 'room', value: '4.12' });
  await setMetadata(editor(), { deviceId: deviceId(), key: 'room', value: '4.12' });
  await setMetadata(editor(), {
    deviceId: deviceId(),
    key: 'room',
    value: '4.14',
    basedOn: [(await getTwin(editor(), { deviceId: deviceId() })).tags.metadata],
  });
  const present = await getTwin(editor(), { deviceId: deviceId() });
  await expect(
    setMetadata(editor(), {
      deviceId: deviceId(),
      key: 'room',
      value: '5',
      basedOn: [before.tags.metadata],
    }),
  ).rejects.toMatchObject({ code: 'twins.changed', details: { etag: present.tags.metadata } });
  await deleteMetadata(editor(), { deviceId: deviceId(), key: 'room' });
  const after = await getTwin(editor(), { deviceId: deviceId() });
  expect(after.version).toBe(before.version + 3);
  expect([after.metadata, after.tags]).toEqual([before.metadata, before.tags]);
  const log =
    await database.sql`select before, after from audit_log where operation = 'twins.update' and after ? 'metadata.room' order by id`;
  expect(log.map((row) => row.after['metadata.room'])).toEqual(['4.12', '4.14', null]);
});

it('there is an end to it', async () => {
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: a.ids.deviceType,
    name: 'Full',
    description: null,
    barcode: null,
    tags: [],
    flowIds: [],
  });
  for (let n = 0; n < MAX_METADATA; n++)
    await setMetadata(editor(), { deviceId: id, key: `k${n}`, value: '' });
  await expect(setMetadata(editor(), { deviceId: id, key: 'more', value: '' })).rejects.toThrow(
    'twins.metadata-full',
  );
});

it('measurements are sorted into what is about the device and what it measures, and can be cleared', async () => {
  const twin = await getTwin(editor(), { deviceId: deviceId() });
  expect(twin.reported.find((entry) => entry.name === 'batteryVoltage')).toMatchObject({
    section: 'device',
    value: 3.6,
    unit: 'V',
    kind: 'number',
  });
  await clearMeasurements(editor(), { deviceId: deviceId() });
  expect((await getTwin(editor(), { deviceId: deviceId() })).reported).toEqual([]);
});

it('of a managed device belongs to the platform', async () => {
  const [type] = await database.sql`select id from device_types where slug = 'managed'`;
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: type?.id,
    name: 'Bought',
    description: null,
    barcode: null,
    tags: [],
    flowIds: [],
  });
  await expect(setMetadata(editor(), { deviceId: id, key: 'a', value: 'b' })).rejects.toThrow(
    'devices.type-managed',
  );
});

it('what an instruction sets is wished of the device, from the queue to what the device says of it', async () => {
  const { sql } = database;
  const id = await obedient('Obeys');
  const { version, tags } = await getTwin(editor(), { deviceId: id });
  const desired = { setpoint: 21, fan: 'auto' };
  await expect(
    setDesired(editor(), { deviceId: id, desired, basedOn: [tags.metadata] }),
  ).rejects.toMatchObject({
    code: 'twins.changed',
    kind: 'precondition',
  });
  const { downlinkId } = await setDesired(editor(), { deviceId: id, desired, basedOn: [tags.desired] });
  const states = async () =>
    (await getTwin(editor(), { deviceId: id })).desired.map(({ name, value, state }) => [name, value, state]);
  expect(await states()).toEqual([
    ['fan', 'auto', 'requested'],
    ['setpoint', 21, 'requested'],
  ]);
  expect((await getTwin(editor(), { deviceId: id })).version).toBeGreaterThan(version);
  await sql`update downlinks set state = 'DELIVERED', ended_at = now() where id = ${downlinkId}`;
  const later = Date.now() / 1000 + 60;
  await sql`update twins set reported = ${sql.json({ setpoint: { v: 19, t: later, o: '' }, fan: { vs: 'auto', t: later, o: '' } })} where device_id = ${id}`;
  expect(await states()).toEqual([
    ['fan', 'auto', 'in-sync'],
    ['setpoint', 21, 'drifted'],
  ]);
});

it('names that a type counts to the device itself stand there; what is observed is judged now', async () => {
  await database.sql`update device_types set device_names = '{temperature}', expected_interval_seconds = 600 where id = ${a.ids.deviceType}`;
  await database.sql`update twins set reported = '{"temperature":{"v":1,"t":1,"o":""},"humidity":{"v":1,"t":1,"o":""}}',
    observed = ${database.sql.json({ lastMessageAt: new Date(Date.now() - 3_600_000 / 2).toISOString() })} where device_id = ${deviceId()}`;
  const twin = await getTwin(editor(), { deviceId: deviceId() });
  expect(twin.reported.map(({ name, section }) => [name, section])).toEqual([
    ['humidity', 'other'],
    ['temperature', 'device'],
  ]);
  expect(twin.observed).toMatchObject({
    state: 'late',
    expectedIntervalSeconds: 600,
    medianIntervalSeconds: null,
  });
});

it('all metadata is replaced at once', async () => {
  const { tags } = await getTwin(editor(), { deviceId: deviceId() });
  const metadata = { room: '1', wing: 'east' };
  await replaceMetadata(editor(), { deviceId: deviceId(), metadata, basedOn: [tags.metadata] });
  await replaceMetadata(editor(), { deviceId: deviceId(), metadata: { wing: 'west' } });
  expect((await getTwin(editor(), { deviceId: deviceId() })).metadata).toEqual({ wing: 'west' });
});

describe('a wish that is sent again by itself', () => {
  const { now } = Date;
  const minutes = (n: number) => new Date(now() + n * 60_000);
  let id = '';
  const wish = async () => (await getTwin(editor(), { deviceId: id })).desired[0];
  const queued = async () => {
    const [row] = await database.sql`select count(*)::int as n from downlinks where device_id = ${id}`;
    return row?.n;
  };
  /** It has the newest instruction, and says something else afterwards. */
  const drifts = async (said: number, at: Date) => {
    await database.sql`update downlinks set state = 'DELIVERED', ended_at = ${at} where device_id = ${id} and state <> 'DELIVERED'`;
    const reported = { setpoint: { v: said, t: at.getTime() / 1000 + 60, o: '' } };
    await database.sql`update twins set reported = ${database.sql.json(reported)} where device_id = ${id}`;
  };

  beforeAll(async () => {
    id = await obedient('Drifts');
    const resend = { most: 2, pauseMinutes: 10 };
    await setDesired(editor(), {
      deviceId: id,
      desired: { setpoint: 21 },
      resend,
      replaces: { setpoint: null },
    });
  });

  it('is not while it is on its way, nor before its pause is over', async () => {
    expect(await resendDesired(minutes(11))).toMatchObject({ sent: 0 });
    await drifts(19, minutes(1));
    expect(await resendDesired(minutes(5))).toMatchObject({ sent: 0 });
    expect([await queued(), (await wish())?.state]).toEqual([1, 'drifted']);
  });

  it('is not half: a worker that dies within has sent, counted and told nothing', async () => {
    const { sql } = database;
    await sql`create function dies() returns trigger language plpgsql as $$ begin raise exception 'died'; end $$`;
    await sql`create trigger dies before insert on audit_log for each row when (new.after ? 'sentAgain') execute function dies()`;
    expect(await resendDesired(minutes(12))).toEqual({ sent: 0, isMore: false });
    await sql`drop function dies cascade`;
    expect([await queued(), (await wish())?.resend?.sent]).toEqual([1, 0]);
    expect(await resendDesired(minutes(12.5))).toMatchObject({ sent: 0 });
  });

  it('is once, however many workers look, and no more often than was agreed', async () => {
    const rounds = await Promise.all([1, 2, 3, 4].map(() => resendDesired(minutes(13))));
    expect(rounds.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect([await queued(), await wish()]).toMatchObject([
      2,
      { state: 'requested', value: 21, resend: { sent: 1, most: 2, pauseMinutes: 10 } },
    ]);
    await drifts(19, minutes(14));
    expect(await resendDesired(minutes(30))).toMatchObject({ sent: 1 });
    await drifts(19, minutes(31));
    for (const later of [60, 600]) expect(await resendDesired(minutes(later))).toMatchObject({ sent: 0 });
    expect([await queued(), (await wish())?.state]).toEqual([3, 'drifted']);
    const told =
      await database.sql`select actor_kind as by, after from audit_log where object_id = ${id} and after ? 'sentAgain' order by id`;
    expect(told.map(({ by, after }) => [by, after['desired.setpoint'], after.sentAgain])).toEqual([
      ['system', 21, '1 / 2'],
      ['system', 21, '2 / 2'],
    ]);
  });

  it('is not where another wish took its place, which nobody agreed that for', async () => {
    const replaces = { setpoint: (await wish())?.downlinkId ?? null };
    await setDesired(editor(), { deviceId: id, desired: { setpoint: 20 }, replaces });
    await drifts(19, minutes(700));
    expect([await resendDesired(minutes(900)), (await wish())?.resend]).toEqual([
      { sent: 0, isMore: false },
      null,
    ]);
  });
});

describe('two people wish', () => {
  it('who did not see the other’s wish is told of it, and nothing is sent', async () => {
    const deviceId = await obedient('Contested');
    const set = (value: number, was: string | null) =>
      setDesired(editor(), { deviceId, desired: { setpoint: value }, replaces: { setpoint: was } });
    const { downlinkId } = await set(21, null);
    await expect(set(18, null)).rejects.toMatchObject({
      code: 'twins.desired-changed',
      details: { name: 'setpoint', value: '21' },
    });
    await withdrawDesired(editor(), { deviceId, name: 'setpoint', replaces: downlinkId });
    await expect(set(18, downlinkId)).rejects.toMatchObject({ code: 'twins.desired-withdrawn' });
    await expect(withdrawDesired(editor(), { deviceId, name: 'setpoint' })).rejects.toMatchObject({
      code: 'twins.desired.not-found',
    });
    const rows = await database.sql`select state from downlinks where device_id = ${deviceId}`;
    expect(rows.map(({ state }) => state)).toEqual(['CANCELLED']);
  });

  it('a wish that is withdrawn takes no other back that goes with it', async () => {
    const deviceId = await obedient('Shared');
    await setDesired(editor(), {
      deviceId,
      desired: { setpoint: 21, fan: 'auto' },
      units: { setpoint: 'Cel' },
    });
    await withdrawDesired(editor(), { deviceId, name: 'fan' });
    const { desired } = await getTwin(editor(), { deviceId });
    expect(desired.map(({ name, unit, state }) => [name, unit, state])).toEqual([
      ['setpoint', 'Cel', 'requested'],
    ]);
  });
});

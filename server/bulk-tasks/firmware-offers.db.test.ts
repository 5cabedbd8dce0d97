import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { createFirmware } from '#server/firmware/create-firmware.ts';
import { offerFirmware } from '#server/firmware/offer-firmware.ts';
import { getDeviceFirmware } from '#server/firmware/read-firmware.ts';
import { makeSigning } from '#server/pipeline/accept/signing-device.fixture.ts';
import { makeScene, type Scene } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { forgetTasks, plannedThenApplied, reportsFor } from './bulk-work.fixture.ts';
import type { BulkSelection } from './contract.ts';
import { startSelection } from './create-task.ts';

const database = useTestDatabase();
let scene: Scene;
let actor: ReturnType<typeof systemActor>;
let oldId: string;
let newId: string;
let foreign: string;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 5 });
  await database.sql`update device_types set networks = '{generic}' where id = ${scene.deviceTypeId}`;
  actor = systemActor(scene.customerId, 'Tester');
  for (const nth of [0, 1, 2, 3]) await makeSigning(database.sql, scene, 'generic', nth);
  const [oldest, newest] = ['1.0', '2.0'].map((version) =>
    createFirmware(actor, {
      deviceTypeId: scene.deviceTypeId,
      version,
      notes: null,
      fileName: 'a.bin',
      command: null,
      bytes: Buffer.from(version),
    }),
  );
  oldId = (await oldest)?.id as string;
  newId = (await newest)?.id as string;
  foreign = (await makeScene(database.sql)).devices[0]?.id as string;
  const [type] =
    await database.sql`insert into device_types (customer_id, slug, name, category, "group", networks)
    values (${scene.customerId}, 'another', 'Another', 'own', 'Own', '{generic}') returning id`;
  await database.sql`update devices set device_type_id = ${type?.id} where id = ${idOf(3)}`;
});

beforeEach(async () => {
  await database.sql`delete from firmware_assignments`;
  await forgetTasks(database.sql);
});

const idOf = (nth: number) => scene.devices[nth]?.id as string;
const offered = (nth: number, id = oldId) =>
  offerFirmware(actor, { firmwareVersionId: id, deviceId: idOf(nth), days: 3 });
const assign = (ids: string[], firmwareVersionId = newId) =>
  startSelection(actor, {
    kind: 'assign-firmware',
    selection: { ids },
    options: { firmwareVersionId, days: 30 },
  });
const withdraw = (selection: BulkSelection['selection']) =>
  startSelection(actor, { kind: 'withdraw-firmware', list: 'firmware-assignments', selection, options: {} });
const { rowsOf, undone } = reportsFor(database, () => actor);
const assignments = async (nth: number) =>
  (await getDeviceFirmware(actor, { id: idOf(nth) })).assignments.map((one) => [
    one.version.version,
    one.reason ?? one.status,
  ]);

describe('firmware for many', () => {
  it('is offered to those of its type that can fetch it; the others are named', async () => {
    await offered(0);
    await offered(1, newId);
    const lora = idOf(4);
    const { id, finished } = await assign([idOf(0), idOf(1), idOf(2), idOf(3), lora, foreign, randomUUID()]);
    expect(finished).toEqual({ done: 2, failed: 0, refused: 4, same: 1 });
    expect(
      (await rowsOf(id)).map(({ reasons, before, after }) => reasons[0]?.code ?? [before, after]),
    ).toEqual([
      [{ firmware: { id: oldId, name: '1.0' } }, { firmware: { id: newId, name: '2.0' } }],
      [null, null],
      [{ firmware: null }, { firmware: { id: newId, name: '2.0' } }],
      'firmware.other-type',
      'firmware.not-reachable',
      'device-unknown',
      'device-unknown',
    ]);
    expect(await assignments(0)).toEqual([
      ['2.0', 'offered'],
      ['1.0', 'superseded'],
    ]);
    const days = await database.sql`
      select distinct round(extract(epoch from expires_at - now()) / 86400)::int as days from firmware_assignments
      where firmware_version_id = ${newId} and device_id <> ${idOf(1)}`;
    expect(days).toEqual([{ days: 30 }]);
  });

  it('is taken back, and what was on offer before is offered again; what has ended stays', async () => {
    await offered(0);
    const { id } = await assign([idOf(0), idOf(1), idOf(2)]);
    await database.sql`update firmware_assignments set status = 'installed' where device_id = ${idOf(2)}`;
    expect(await undone(id)).toMatchObject({ done: 2, failed: 1 });
    expect(await assignments(0)).toEqual([
      ['1.0', 'offered'],
      ['2.0', 'superseded'],
      ['1.0', 'superseded'],
    ]);
    expect(await assignments(1)).toEqual([['2.0', 'withdrawn']]);
    expect(await assignments(2)).toEqual([['2.0', 'installed']]);
  });

  it('of a version that is not there, or another customer’s, nobody is offered anything', async () => {
    const { id, finished } = await assign([idOf(0)], randomUUID());
    expect(finished).toMatchObject({ done: 0, refused: 1 });
    expect((await rowsOf(id))[0]?.reasons).toMatchObject([{ code: 'firmware.not-found' }]);
  });

  it('leaves what somebody offered between plan and run', async () => {
    const { outcomes } = await plannedThenApplied(
      actor,
      'assign-firmware',
      { ids: [idOf(0), idOf(1)], options: { firmwareVersionId: newId } },
      () => offered(0),
    );
    expect(outcomes.map(({ reasons }) => reasons?.[0] ?? 'done')).toMatchObject([
      { code: 'changed-meanwhile', details: { field: 'firmware' } },
      'done',
    ]);
  });
});

describe('withdrawing', () => {
  it('takes back all that match of a version, and nothing of another; what has ended stays as it is', async () => {
    await offered(0);
    await offered(1);
    await offered(2, newId);
    await database.sql`update firmware_assignments set status = 'failed', reason = 'never-fetched' where device_id = ${idOf(1)}`;
    const version = { field: 'version', op: 'is' as const, value: oldId };
    const { id, finished } = await withdraw({ query: { filters: [version] }, except: [] });
    expect(finished).toEqual({ done: 1, failed: 0, refused: 0, same: 1 });
    expect(await assignments(0)).toEqual([['1.0', 'withdrawn']]);
    expect(await assignments(1)).toEqual([['1.0', 'never-fetched']]);
    expect(await assignments(2)).toEqual([['2.0', 'offered']]);
    expect((await rowsOf(id)).find(({ objectId }) => objectId === idOf(0))).toMatchObject({
      before: { firmware: { name: '1.0' } },
      after: { firmware: null },
    });
    expect(await undone(id)).toMatchObject({ done: 1 });
    expect(await assignments(0)).toEqual([
      ['1.0', 'offered'],
      ['1.0', 'withdrawn'],
    ]);
  });

  it('knows assignments only, and its own', async () => {
    const { finished } = await withdraw({ ids: [idOf(0), randomUUID()] });
    expect(finished).toMatchObject({ done: 0, refused: 2 });
  });
});

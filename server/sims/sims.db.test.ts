import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { attachSims } from './attach-sims.ts';
import { cancelSimChange } from './cancel-change.ts';
import { changeSims } from './change-sims.ts';
import { linkSim, unlinkSim } from './link-sim.ts';
import { listFreeSims } from './list-free-sims.ts';
import { getDeviceSim, getSim } from './read-sims.ts';
import {
  a,
  account,
  auditOf,
  b,
  code,
  database,
  device,
  editor,
  jobsOf,
  nextIccid,
  sim,
  stranger,
} from './sim-scene.fixture.ts';
import { syncOpenedSim, syncSim } from './sync-sims.ts';

describe('a SIM and its device', () => {
  it('is linked, shown at both, unlinked', async () => {
    const [deviceId, { id, iccid }] = [await device(), await sim()];
    expect(await linkSim(editor, { deviceId, simId: id, replace: false })).toEqual({ simId: id });
    expect(await getDeviceSim(editor, { deviceId })).toMatchObject({ id, iccid, ratePlan: 'Pool 1 MB' });
    expect((await getSim(editor, { id })).linkedDevice).toMatchObject({ id: deviceId, type: 'M2M device' });
    expect(await auditOf(deviceId)).toEqual({ iccid });
    expect(await auditOf(id)).toMatchObject({ deviceId });
    await unlinkSim(editor, { deviceId });
    expect(await getDeviceSim(editor, { deviceId })).toBeNull();
    expect((await getSim(editor, { id })).device).toBeNull();
    await expect(unlinkSim(editor, { deviceId })).rejects.toEqual(code('sims.not-found'));
  });

  it('one device has one SIM, one SIM one device', async () => {
    const [one, other, first, second] = [await device(), await device(), await sim(), await sim()];
    await linkSim(editor, { deviceId: one, simId: first.id, replace: false });
    await expect(linkSim(editor, { deviceId: one, simId: second.id, replace: false })).rejects.toEqual(
      code('sims.device-has-sim'),
    );
    await expect(linkSim(editor, { deviceId: other, iccid: first.iccid, replace: false })).rejects.toEqual(
      code('sims.linked-elsewhere'),
    );
  });

  it('is switched in one step', async () => {
    const [deviceId, first, second] = [await device(), await sim(), await sim('INVENTORY')];
    await linkSim(editor, { deviceId, simId: first.id, replace: false });
    await linkSim(editor, { deviceId, iccid: second.iccid, replace: true });
    expect((await getDeviceSim(editor, { deviceId }))?.id).toBe(second.id);
    expect((await getSim(editor, { id: first.id })).device).toBeNull();
    // To the same again: nothing happens.
    expect(await linkSim(editor, { deviceId, simId: second.id, replace: true })).toEqual({
      simId: second.id,
    });
  });

  it('two at once for the last free SIM: one gets it', async () => {
    const [one, other, { id }] = [await device(), await device(), await sim()];
    const outcomes = await Promise.allSettled(
      [one, other].map((deviceId) => linkSim(editor, { deviceId, simId: id, replace: false })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('a number that nobody listed becomes a SIM, and goes with its link', async () => {
    const [deviceId, iccid] = [await device(), nextIccid()];
    const { simId } = await linkSim(editor, { deviceId, iccid, replace: false });
    expect(await getSim(editor, { id: simId })).toMatchObject({ iccid, status: 'UNKNOWN', account: null });
    await unlinkSim(editor, { deviceId });
    await expect(getSim(editor, { id: simId })).rejects.toEqual(code('sims.not-found'));
  });

  it('the number of another customer is taken, and nothing more is said', async () => {
    const theirs = await sim('ACTIVATED', b);
    const deviceId = await device();
    await expect(linkSim(editor, { deviceId, iccid: theirs.iccid, replace: false })).rejects.toEqual(
      code('sims.iccid-taken'),
    );
    await expect(linkSim(editor, { deviceId, simId: theirs.id, replace: false })).rejects.toEqual(
      code('sims.not-found'),
    );
    await expect(linkSim(stranger, { deviceId, simId: theirs.id, replace: false })).rejects.toEqual(
      code('devices.not-found'),
    );
  });

  it('a device without a cellular network takes none, a retired SIM goes nowhere', async () => {
    const { id } = await sim();
    await expect(linkSim(editor, { deviceId: a.ids.device, simId: id, replace: false })).rejects.toEqual(
      code('devices.wrong-network'),
    );
    const retired = await sim('RETIRED');
    await expect(
      linkSim(editor, { deviceId: await device(), simId: retired.id, replace: false }),
    ).rejects.toEqual(code('sims.retired'));
  });

  it('a device that goes leaves its SIM free', async () => {
    const [deviceId, { id, iccid }] = [await device(), await sim()];
    await linkSim(editor, { deviceId, simId: id, replace: false });
    expect((await listFreeSims(editor, { q: iccid, limit: 5 })).items).toEqual([]);
    await deleteDevice(editor, { id: deviceId });
    expect((await listFreeSims(editor, { q: iccid.slice(8), limit: 5 })).items).toMatchObject([{ id }]);
  });

  it('many new devices at once: each refused SIM is named, the others are in', async () => {
    const devices = [await device(), await device(), await device(), await device(), await device()];
    const [free, retired, theirs] = [await sim('INVENTORY'), await sim('RETIRED'), await sim('ACTIVATED', b)];
    const typed = nextIccid();
    const wanted = [free.iccid, retired.iccid, theirs.iccid, typed, free.iccid];
    const refused = await tenantTransaction(editor.scope, (tx) =>
      attachSims(
        tx,
        editor.scope,
        wanted.map((iccid, at) => ({ deviceId: devices[at] as string, iccid })),
      ),
    );
    expect([...refused]).toEqual([
      [devices[1], 'sims.retired'],
      [devices[4], 'sims.linked-elsewhere'],
      [devices[2], 'sims.iccid-taken'],
    ]);
    expect((await getDeviceSim(editor, { deviceId: devices[3] as string }))?.iccid).toBe(typed);
    expect((await getDeviceSim(editor, { deviceId: devices[0] as string }))?.id).toBe(free.id);
  });
});

describe('what is asked of a SIM', () => {
  it('stands as a row with what was before, and at the SIM, until the platform did it', async () => {
    const { id } = await sim();
    expect(
      await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED', ratePlan: 'Pool 10 MB' } }),
    ).toEqual({
      asked: 1,
      refused: [],
    });
    const shown = await getSim(editor, { id });
    expect(shown.status).toBe('ACTIVATED');
    expect(shown.changes).toMatchObject([
      { kind: 'rate-plan', wanted: 'Pool 10 MB', state: 'pending' },
      { kind: 'status', wanted: 'DEACTIVATED', state: 'pending' },
    ]);
    expect(shown.history).toHaveLength(2);
    expect(shown.history.every(({ requestedBy }) => requestedBy === editor.name)).toBe(true);
    expect(await auditOf(id)).toEqual({ status: 'DEACTIVATED', ratePlan: 'Pool 10 MB' });
  });

  it('the same twice is asked once; another wish takes its place; asking for what is takes it back', async () => {
    const { id } = await sim();
    for (let n = 0; n < 2; n++) await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    expect(await jobsOf(id)).toHaveLength(1);
    await changeSims(editor, { ids: [id], change: { status: 'ACTIVATED' } });
    expect(await jobsOf(id)).toEqual([
      { kind: 'status', wanted: 'DEACTIVATED', state: 'superseded' },
      { kind: 'status', wanted: 'ACTIVATED', state: 'pending' },
    ]);
    expect(await changeSims(editor, { ids: [id], change: { ratePlan: 'Pool 1 MB' } })).toEqual({
      asked: 0,
      refused: [],
    });
  });

  it('of many those that cannot are named, the others are asked', async () => {
    const [can, retired, shelf] = [await sim(), await sim('RETIRED'), await sim('INVENTORY')];
    const outcome = await changeSims(editor, {
      ids: [can.id, retired.id, shelf.id],
      change: { status: 'DEACTIVATED' },
    });
    expect(outcome.asked).toBe(1);
    expect(outcome.refused.toSorted((x, y) => x.code.localeCompare(y.code))).toEqual([
      { id: retired.id, iccid: retired.iccid, code: 'sims.retired' },
      { id: shelf.id, iccid: shelf.iccid, code: 'sims.status-not-after' },
    ]);
    await expect(changeSims(editor, { ids: [retired.id], change: { ratePlan: 'x' } })).rejects.toEqual(
      code('sims.retired'),
    );
  });

  it('retiring is for administrators, takes the place of all that waits, and nothing follows it', async () => {
    const { id } = await sim();
    await changeSims(editor, { ids: [id], change: { ratePlan: 'Pool 10 MB' } });
    const weaker = actorWith(a.customerId, ['manager.editor']);
    await expect(changeSims(weaker, { ids: [id], change: { status: 'RETIRED' } })).rejects.toEqual(
      code('access.forbidden'),
    );
    await changeSims(editor, { ids: [id], change: { status: 'RETIRED' } });
    expect((await jobsOf(id)).map(({ state }) => state)).toEqual(['superseded', 'pending']);
    await expect(changeSims(editor, { ids: [id], change: { status: 'ACTIVATED' } })).rejects.toEqual(
      code('sims.retired'),
    );
  });

  it('what waits can be given up, and the platform is asked how it stands', async () => {
    const { id } = await sim();
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    await cancelSimChange(editor, { id, kind: 'status' });
    expect(await getSim(editor, { id })).toMatchObject({ changes: [], syncing: true });
    await expect(cancelSimChange(editor, { id, kind: 'status' })).rejects.toEqual(
      code('sims.no-such-change'),
    );
  });

  it('unknown and foreign are the same', async () => {
    const { id } = await sim();
    for (const ids of [[id], [randomUUID()], [id, randomUUID()]])
      await expect(changeSims(stranger, { ids, change: { ratePlan: 'x' } })).rejects.toEqual(
        code('sims.not-found'),
      );
  });
});

describe('syncs', () => {
  it('one waits at a time; asked again it comes sooner', async () => {
    const { id } = await sim();
    const jobs = () => database.sql`select priority from sim_jobs where sim_id = ${id} and state = 'pending'`;
    await database.sql`insert into sim_jobs (customer_id, account_id, sim_id, kind, priority) values (${a.customerId}, ${account}, ${id}, 'sync', 3)`;
    await syncSim(editor, { id });
    await syncSim(editor, { id });
    expect(await jobs()).toEqual([{ priority: 1 }]);
  });

  it('on opening only where the last is some minutes old', async () => {
    const { id } = await sim();
    await database.sql`update sims set synced_at = now() - interval '4 minutes' where id = ${id}`;
    const reader = actorWith(a.customerId, ['manager.read-only']);
    await syncOpenedSim(reader, { id });
    expect((await getSim(reader, { id })).syncing).toBe(false);
    await database.sql`update sims set synced_at = now() - interval '6 minutes' where id = ${id}`;
    await syncOpenedSim(reader, { id });
    expect((await getSim(reader, { id })).syncing).toBe(true);
  });
});

it('pages of its device hear of what is put in, asked for, given up and taken out', async () => {
  const deviceId = await device();
  const { id, iccid } = await sim();
  const heard: unknown[] = [];
  const { unlisten } = await database.sql.listen('live', (hint) => heard.push(JSON.parse(hint)));
  await linkSim(editor, { deviceId, iccid, replace: false });
  await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
  // What is there already is nothing to hear of.
  await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
  await cancelSimChange(editor, { id, kind: 'status' });
  await unlinkSim(editor, { deviceId });
  await expect.poll(() => heard.length).toBe(4);
  expect(new Set(heard.map((hint) => JSON.stringify(hint)))).toEqual(
    new Set([JSON.stringify({ customerId: a.customerId, deviceIds: [deviceId] })]),
  );
  await unlisten();
});

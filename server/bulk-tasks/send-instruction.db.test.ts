import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { instructionSchema } from '#server/downlinks/contract.ts';
import { makeDownlinkScene } from '#server/downlinks/downlink-scene.fixture.ts';
import { listDeviceDownlinks } from '#server/downlinks/read-downlinks.ts';
import { beginSystemDownlinks } from '#server/downlinks/work.sql.ts';
import { makeSigning, type SigningScene } from '#server/pipeline/accept/signing-device.fixture.ts';
import { makeScene } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import {
  code,
  doBulkWork,
  forgetTasks,
  killedBetweenBatches,
  plannedThenApplied,
  reportsFor,
  taskRow,
} from './bulk-work.fixture.ts';
import { cancelTask, confirmTask } from './confirm-task.ts';
import type { BulkSelection } from './contract.ts';
import { startSelection } from './create-task.ts';
import { claimSystemTask } from './lease.sql.ts';
import { runTask } from './run-task.ts';

const DEVICES = 620;
const database = useTestDatabase();
let scene: Awaited<ReturnType<typeof makeDownlinkScene>>;
let direct: SigningScene;
let foreign: string;

beforeAll(async () => {
  scene = await makeDownlinkScene(database, DEVICES);
  const { customerId, connectionId } = scene;
  // All on the built-in network but the first, which speaks for itself.
  direct = await makeSigning(database.sql, scene, 'generic', 0);
  await database.sql`
    insert into lora_registrations (customer_id, connection_id, connection_customer_id, device_id, dev_eui, wish, present, plan)
    select customer_id, ${connectionId}, ${customerId}, device_id, identifier, 'ACTIVE', 'ACTIVE', 'standard'
    from network_adapters where customer_id = ${customerId} and network = 'lora'`;
  foreign = (await makeScene(database.sql)).devices[0]?.id as string;
});

beforeEach(async () => {
  await database.sql`delete from downlinks`;
  await forgetTasks(database.sql);
});

const idOf = (nth: number) => scene.devices[nth]?.id as string;
const lora = instructionSchema.parse({ method: { type: 'lora', port: 7, payloadHex: 'C0FF EE' } });
const senml = (records: object[]) => instructionSchema.parse({ method: { type: 'senml', records } });
const send = (selection: BulkSelection['selection'], instruction = lora) =>
  startSelection(scene.actor, {
    kind: 'send-instruction',
    list: 'devices',
    selection,
    options: { instruction },
  });
const { rowsOf, undone } = reportsFor(database, () => scene.actor);
const queued = () =>
  database.sql<
    { device_id: string; state: string }[]
  >`select device_id, state from downlinks order by number`;

describe('an instruction for many', () => {
  it('goes to the end of each queue; who cannot be sent it is named with the reason', async () => {
    const [full, off, unlinked, away] = [1, 2, 3, 4].map(idOf) as [string, string, string, string];
    for (let n = 0; n < 5; n++) await scene.send(full);
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${off}`;
    await database.sql`delete from flow_devices where device_id = ${unlinked}`;
    await database.sql`update lora_registrations set present = 'ABSENT' where device_id = ${away}`;
    await scene.send(idOf(5));
    const before = (await queued()).length;
    const ids = [full, off, unlinked, away, direct.deviceId, foreign, randomUUID(), idOf(5), idOf(6)];
    const { id, finished } = await send({ ids });
    expect(finished).toEqual({ done: 2, failed: 0, refused: 7, same: 0 });
    expect((await rowsOf(id)).map(({ reasons, after }) => reasons[0]?.code ?? after)).toEqual([
      'downlinks.queue-full',
      'downlinks.cannot-send.deactivated',
      'downlinks.cannot-send.no-flow',
      'downlinks.cannot-send.not-on-network',
      'downlinks.wrong-method',
      'device-unknown',
      'device-unknown',
      { through: 'Connection', waiting: 1 },
      { through: 'Connection', waiting: 0 },
    ]);
    expect((await queued()).slice(before).map(({ device_id }) => device_id)).toEqual([idOf(5), idOf(6)]);
    const {
      rows: [sent],
    } = await listDeviceDownlinks(scene.actor, { id: idOf(6), query: emptyTableQuery });
    expect(sent).toMatchObject({ method: lora.method, feedbackTimeout: 'P1D', retryLimit: 0, dryRun: false });
    const audits = await database.sql`
      select operation, after from audit_log where operation in ('downlinks.send', 'bulk-tasks.run') and after is not null
        and at > now() - interval '1 minute'`;
    expect(audits.filter(({ operation }) => operation === 'downlinks.send').length).toBe(before + 2);
    // What devices are told stands with the downlinks, not in the log of who did what.
    expect(JSON.stringify(audits)).not.toContain('c0ffee');
    await database.sql`update devices set status = 'ACTIVE'`;
    await database.sql`update lora_registrations set present = 'ACTIVE'`;
    await database.sql`insert into flow_devices (customer_id, flow_id, device_id) values (${scene.customerId}, ${scene.flowId}, ${unlinked})`;
  });

  it('goes to those that fetch it themselves in the answer to a message, as SenML of theirs', async () => {
    const { finished, id } = await send(
      { ids: [direct.deviceId, idOf(6)] },
      senml([{ n: 'open', vb: true }]),
    );
    expect(finished).toMatchObject({ done: 1, refused: 1 });
    expect((await rowsOf(id)).find(({ verdict }) => verdict === 'create')).toMatchObject({
      objectId: direct.deviceId,
      after: { through: 'HTTP', waiting: 0 },
    });
    const wrong = await send({ ids: [direct.deviceId] }, senml([{ n: 'open' }]));
    expect((await rowsOf(wrong.id))[0]?.reasons).toMatchObject([{ code: 'not-senml' }]);
  });

  it('is longer than a slow data rate carries for some, and fits others', async () => {
    const long = instructionSchema.parse({ method: { type: 'lora', port: 1, payloadHex: 'ab'.repeat(60) } });
    await database.sql`update device_activity set last_spreading_factor = 7 where device_id = ${idOf(8)}`;
    const { id } = await send({ ids: [idOf(7), idOf(8)] }, long);
    expect((await rowsOf(id)).map(({ reasons }) => reasons[0] ?? 'sent')).toMatchObject([
      { code: 'downlinks.payload-too-long-now', details: { limit: 51 } },
      'sent',
    ]);
  });

  it('cannot be begun without one, or with one that is none', async () => {
    const start = (options: object) =>
      startSelection(scene.actor, { kind: 'send-instruction', selection: { ids: [idOf(1)] }, options });
    await expect(start({})).rejects.toEqual(code('input.invalid'));
  });

  it('what changed between plan and run counts: a queue that filled up, a device that went', async () => {
    const { planned, outcomes } = await plannedThenApplied(
      scene.actor,
      'send-instruction',
      { ids: [idOf(9), idOf(10)], options: { instruction: lora } },
      async () => {
        for (let n = 0; n < 5; n++) await scene.send(idOf(9));
      },
    );
    expect(planned.map(({ verdict }) => verdict)).toEqual(['create', 'create']);
    expect(outcomes.map(({ reasons }) => reasons?.[0]?.code ?? 'sent')).toEqual([
      'downlinks.queue-full',
      'sent',
    ]);
  });
});

describe('all that match', () => {
  const all = { query: { filters: [] }, except: [] as string[] };

  async function confirmed(): Promise<string> {
    const { id, finished } = await send({ ...all, except: [idOf(19)] });
    expect(finished).toBeNull();
    await doBulkWork();
    // The one that takes SenML only.
    expect((await taskRow(database.sql, id)).planned).toEqual({ create: DEVICES - 2, refuse: 1 });
    expect(await queued()).toEqual([]);
    await confirmTask(scene.actor, { id });
    return id;
  }

  it('are each told once, whoever dies in between', async () => {
    const id = await confirmed();
    expect(await killedBetweenBatches(database.sql, scene.actor, id)).toMatchObject({ done: 500 });
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: DEVICES - 2, failed: 0 });
    const told = (await queued()).map(({ device_id }) => device_id);
    expect([told.length, new Set(told).size, told.includes(idOf(19))]).toEqual([
      DEVICES - 2,
      DEVICES - 2,
      false,
    ]);
  });

  it('are told no more once the task is cancelled, and what still waits is taken back', async () => {
    const id = await confirmed();
    const held = (await claimSystemTask()) as { id: string; token: number };
    let batches = 0;
    await runTask(scene.actor, held, () => batches++ < 1);
    await cancelTask(scene.actor, { id });
    const told = (await queued()).length;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(DEVICES - 2);
    // One has begun: it may arrive.
    const [first] = await database.sql`select device_id from downlinks order by number limit 1`;
    await database.sql`update downlinks set state = 'EXECUTING', started_at = now(), timeout_at = now() + interval '1 day'
      where device_id = ${first?.device_id}`;
    expect(await undone(id)).toMatchObject({ done: told - 1, failed: 1 });
    const states = Map.groupBy(await queued(), ({ state }) => state);
    expect([...states].map(([state, some]) => [state, some.length]).sort()).toEqual([
      ['CANCELLED', told - 1],
      ['EXECUTING', 1],
    ]);
    expect(await beginSystemDownlinks(new Date())).toBe(0);
    const [undo] = await database.sql`select id from bulk_tasks where undo_of = ${id}`;
    expect((await rowsOf(undo?.id)).find(({ outcome }) => outcome === 'failed')).toMatchObject({
      objectId: first?.device_id,
      after: { through: 'Connection' },
      reasons: [{ code: 'downlinks.not-cancellable' }],
    });
  });
});

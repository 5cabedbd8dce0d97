import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  doBulkWork,
  killedBetweenBatches,
  rowsOfTask,
  taskRow,
} from '#server/bulk-tasks/bulk-work.fixture.ts';
import { confirmTask } from '#server/bulk-tasks/confirm-task.ts';
import type { BulkSelection } from '#server/bulk-tasks/contract.ts';
import { startSelection } from '#server/bulk-tasks/create-task.ts';
import { getSeries } from '#server/measurements/read-measurements.ts';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { countOf, until } from '#server/pipeline/pipeline.fixture.ts';
import { type Receiver, startReceiver } from '#server/pipeline/receiver.fixture.ts';
import { uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { type ReplayOptions, replayOptionsSchema } from './contract.ts';
import {
  BROKEN,
  type ReplayScene,
  RIGHT,
  replayScene,
  scenePipeline,
  WRONG,
} from './replay-scene.fixture.ts';
import { replayUplink } from './replay-uplink.ts';

const database = useTestDatabase();
const work = scenePipeline();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  await work.pipeline.start();
});

afterAll(async () => {
  await work.stop();
  await closeEditorSandbox();
  await receiver.stop();
});

const sceneOf = (source: string, more: Parameters<typeof replayScene>[3] = {}) =>
  replayScene(database.sql, work.pipeline, source, more);

const into = (more: Partial<ReplayOptions> = {}) => replayOptionsSchema.parse(more);

const replay = ({ actor }: ReplayScene, id: number, dryRun: boolean, options = into()) =>
  replayUplink(actor, { id, dryRun, options });

/** What the graph shows of the temperature: value after value. */
async function graph({ actor, devices }: ReplayScene): Promise<number[]> {
  const [from, to] = [new Date('2000-01-01'), new Date('2100-01-01')];
  const [series] = await getSeries(actor, {
    deviceId: devices[0]?.id ?? '',
    names: ['temperature'],
    from,
    to,
    points: 2_000,
  });
  return series?.points.map(({ avg }) => avg) ?? [];
}

async function twin({ devices }: ReplayScene): Promise<unknown> {
  const [row] = await database.sql`select reported from twins where device_id = ${devices[0]?.id ?? ''}`;
  return row?.reported.temperature?.v;
}

describe('one message', () => {
  it('shows what would change and writes nothing; for real it is in the graph once, and in the twin', async () => {
    const scene = await sceneOf(WRONG);
    await scene.send(215);
    await scene.recorded();
    const [id] = (await scene.uplinkIds()) as [number];
    await scene.publish(RIGHT);
    const change = { name: 'temperature', before: { v: 215, u: 'Cel' }, after: { v: 21.5, u: 'Cel' } };
    const dry = await replay(scene, id, true);
    expect(dry).toMatchObject({
      replayId: null,
      verdict: 'changed',
      steps: [{ before: { version: 1 }, after: { version: 2 }, changes: [change] }],
      twin: [change],
    });
    expect([await graph(scene), await twin(scene)]).toEqual([[215], 215]);
    const real = await replay(scene, id, false);
    expect(real).toMatchObject({ verdict: 'changed', twin: [change], deliveries: [] });
    expect([await graph(scene), await twin(scene)]).toEqual([[21.5], 21.5]);
    expect(await replay(scene, id, false)).toMatchObject({ verdict: 'same', twin: [] });
    expect([await graph(scene), await twin(scene)]).toEqual([[21.5], 21.5]);
    const [shelved] = await database.sql`select why, v, replay_id from shelved_packs where uplink_id = ${id}`;
    expect(shelved).toMatchObject({ why: 'replaced', v: [215], replay_id: real.replayId });
    expect(await invariantFaults(database.sql)).toEqual([]);
  });

  it('goes back by the version of before, and a draft makes no history', async () => {
    const scene = await sceneOf(WRONG);
    await scene.send(215);
    await scene.recorded();
    const [id] = (await scene.uplinkIds()) as [number];
    const first = await database.sql`select id from decoder_versions where decoder_id = ${scene.decoderId}`;
    await scene.publish(RIGHT);
    await replay(scene, id, false);
    const { decoderId } = scene;
    const back = into({ decoderId, versionId: first[0]?.id });
    expect(await replay(scene, id, false, back)).toMatchObject({ steps: [{ after: { version: 1 } }] });
    expect([await graph(scene), await twin(scene)]).toEqual([[215], 215]);
    await database.sql`update decoder_versions set published_at = null where id = ${first[0]?.id}`;
    expect(await replay(scene, id, true, back)).toMatchObject({ verdict: 'same' });
    await expect(replay(scene, id, false, back)).rejects.toEqual(
      expect.objectContaining({ code: 'replays.version-draft' }),
    );
  });

  it('whose time was wrong leaves the twin to the messages after it', async () => {
    const ahead = `function decodeUplink(input) {
      const n = (input.bytes[2] << 8) | input.bytes[3];
      return { data: { temperature: n } };
    }`;
    const scene = await sceneOf(ahead);
    const now = Date.now();
    // The clock of the first message's network server ran six hours ahead.
    const at = (ms: number) => new Date(now + ms).toISOString();
    await scene.send(300, { occurredAt: at(6 * 3_600_000) });
    await scene.send(301, { occurredAt: at(-60_000) });
    await scene.recorded();
    expect(await twin(scene)).toBe(300);
    const [first] = (await scene.uplinkIds()) as [number];
    // Says nothing of temperatures of 300 and above.
    await scene.publish(ahead.replace('{ temperature: n }', 'n === 300 ? { level: n } : { temperature: n }'));
    expect(await replay(scene, first, false)).toMatchObject({ verdict: 'changed' });
    expect(await twin(scene)).toBe(301);
    expect(await graph(scene)).toEqual([301]);
  });

  it('that failed makes records now; one that fails now keeps those it has', async () => {
    const scene = await sceneOf(BROKEN);
    await scene.send(214);
    await scene.send(215);
    await scene.recorded();
    const [even, odd] = (await scene.uplinkIds()) as [number, number];
    const failures = async () =>
      (
        await database.sql`select uplink_id::float8 as id, error from decoding_failures where customer_id = ${scene.customerId}`
      ).map((row) => [row.id, row.error.message]);
    expect(await failures()).toEqual([[even, 'even']]);
    await scene.publish(RIGHT);
    expect(await replay(scene, even, false)).toMatchObject({ verdict: 'succeeds' });
    expect(await failures()).toEqual([]);
    expect(await graph(scene)).toEqual([21.4, 21.5]);
    await scene.publish(BROKEN.replace('n % 2 ?', 'n % 2 === 0 ?').replace("'even'", "'odd'"));
    expect(await replay(scene, odd, false)).toMatchObject({ verdict: 'fails', twin: [] });
    expect([await graph(scene), await failures()]).toEqual([[21.4, 21.5], []]);
  });

  it('goes to the destinations that were chosen, marked, in the order of the device, and to no other', async () => {
    const scene = await sceneOf(WRONG, { urls: [receiver.url, receiver.url] });
    for (const n of [215, 216]) await scene.send(n);
    const mine = () =>
      receiver.taken.filter(({ records }) => records[0]?.bn?.includes(scene.devices[0]?.devEui ?? ''));
    await until('delivered', () => mine().length === 4);
    expect(new Set(mine().map(({ replayId }) => replayId))).toEqual(new Set([null]));
    await scene.publish(RIGHT);
    const [chosen] = scene.destinationIds as [string];
    const ids = await scene.uplinkIds();
    const sent: (string | null)[] = [];
    for (const id of ids) {
      const options = into({ history: false, twin: false, destinationIds: [chosen] });
      sent.push((await replay(scene, id, false, options)).replayId);
    }
    await until('delivered again', () => mine().length === 6);
    const again = mine().slice(4);
    expect(again.map(({ replayId, records }) => [replayId, records[0]?.v])).toEqual([
      [sent[0], 21.5],
      [sent[1], 21.6],
    ]);
    expect(again.every(({ verified }) => verified)).toBe(true);
    expect(new Set(mine().map(({ webhookId }) => webhookId)).size).toBe(4);
    // Neither the history nor the twin was asked for.
    expect([await graph(scene), await twin(scene)]).toEqual([[215, 216], 216]);
    const log = () =>
      database.sql`select destination_id from deliveries where customer_id = ${scene.customerId} and replay_id is not null`;
    await until('written', async () => (await log()).length === 2);
    expect((await log()).map((row) => row.destination_id)).toEqual([chosen, chosen]);
    expect(await invariantFaults(database.sql)).toEqual([]);
  });

  it('of nobody, or still under way, is refused', async () => {
    const scene = await sceneOf(WRONG);
    const other = await sceneOf(WRONG);
    await other.send(1);
    await other.recorded();
    const [foreign] = (await other.uplinkIds()) as [number];
    for (const id of [foreign, 999_999_999])
      await expect(replay(scene, id, true)).rejects.toEqual(
        expect.objectContaining({ code: 'uplinks.not-found' }),
      );
  });
});

describe('many messages', () => {
  const COUNT = 230;

  async function sent(source: string): Promise<ReplayScene> {
    const scene = await sceneOf(source, { devices: 3 });
    for (let n = 0; n < COUNT; n++) await scene.send(1_000 + n, {}, n % 3);
    await scene.recorded();
    await scene.publish(RIGHT);
    return scene;
  }

  const start = async ({ actor }: ReplayScene, selection: BulkSelection['selection'], options = into()) => {
    const started = await startSelection(actor, {
      kind: 'replay-uplinks',
      list: 'messages',
      selection,
      options: { replay: options },
    });
    expect(started.finished).toBeNull();
    await doBulkWork();
    return started.id;
  };

  /** What history and twins hold, whatever ids it got. */
  const endOf = async ({ customerId }: ReplayScene, scene: ReplayScene) => {
    const packs = await database.sql`
      select d.ord, p.time, p.v, s.names, p.decoder_version_id is not null as versioned from packs p
      join shapes s on s.id = p.shape_id
      join unnest(${scene.devices.map(({ id }) => id)}::uuid[]) with ordinality d(id, ord) on d.id = p.device_id
      where p.customer_id = ${customerId} order by p.time, d.ord`;
    const twins = await database.sql`
      select d.ord, t.reported->'temperature'->'v' as v from twins t
      join unnest(${scene.devices.map(({ id }) => id)}::uuid[]) with ordinality d(id, ord) on d.id = t.device_id order by 1`;
    return { packs: [...packs], twins: [...twins] };
  };

  it('by what failed, of a flow, in a time: the plan tells how many of what, and writes nothing', async () => {
    const scene = await sent(BROKEN);
    const filters = [
      { field: 'failedDecoder', op: 'is' as const, value: scene.decoderId },
      { field: 'flow', op: 'is' as const, value: scene.flowId },
      { field: 'receivedAt', op: 'from' as never, value: '2020-01-01T00:00:00Z' },
    ].slice(0, 2);
    const id = await start(scene, { query: { filters }, except: [] });
    expect(await taskRow(database.sql, id)).toMatchObject({
      state: 'planned',
      planned: { create: COUNT / 2 },
    });
    const [row] = await rowsOfTask(scene.actor, id);
    expect(row).toMatchObject({
      verdict: 'create',
      before: null,
      after: { records: { temperature: '100 Cel' } },
    });
    const held = async () =>
      (await database.sql`select count(*)::int as n from packs where customer_id = ${scene.customerId}`)[0]
        ?.n;
    expect(await held()).toBe(COUNT / 2);
    await confirmTask(scene.actor, { id });
    await doBulkWork();
    expect(await held()).toBe(COUNT);
    expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: COUNT / 2, failed: 0 });
  });

  it('end the same whether or not the worker is killed between two batches, and are done once', async () => {
    const ends = [];
    for (const isKilled of [false, true]) {
      const scene = await sent(WRONG);
      const ids = (await scene.uplinkIds()).map(String);
      const id = await start(scene, { ids });
      await confirmTask(scene.actor, { id });
      if (isKilled) {
        const half = await killedBetweenBatches(database.sql, scene.actor, id);
        expect(half.done).toBe(100);
      } else await doBulkWork();
      expect(await taskRow(database.sql, id)).toMatchObject({ state: 'done', done: COUNT, failed: 0 });
      const [replays] =
        await database.sql`select count(*)::int as n from uplink_replays where replay_id = ${id}`;
      expect(replays?.n).toBe(COUNT);
      ends.push(await endOf(scene, scene));
      // Once more: nothing is left to do.
      const again = await start(scene, { ids });
      expect(await taskRow(database.sql, again)).toMatchObject({ planned: { same: COUNT } });
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[0]?.packs).toHaveLength(COUNT);
    expect(ends[0]?.packs[7]).toMatchObject({ v: [100.7] });
    expect(await invariantFaults(database.sql)).toEqual([]);
  });

  it('are left alone where another version runs by then than the plan was made with', async () => {
    const scene = await sceneOf(WRONG);
    await scene.send(215);
    await scene.recorded();
    await scene.publish(RIGHT);
    const id = await start(scene, { ids: (await scene.uplinkIds()).map(String) });
    await scene.publish(RIGHT.replace('n / 10', 'n / 100'));
    await confirmTask(scene.actor, { id });
    await doBulkWork();
    const [row] = await rowsOfTask(scene.actor, id);
    expect(row).toMatchObject({ outcome: 'failed', reasons: [{ code: 'replay-decoder-changed' }] });
    expect(await graph(scene)).toEqual([215]);
  });
});

it('two replays of one message at the same moment leave one pack', async () => {
  const scene = await sceneOf(WRONG);
  await scene.send(215);
  await scene.recorded();
  const [id] = (await scene.uplinkIds()) as [number];
  await scene.publish(RIGHT);
  await Promise.all(Array.from({ length: 8 }, () => replay(scene, id, false)));
  expect(await graph(scene)).toEqual([21.5]);
  // A graph makes one point of two packs of one moment.
  expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(1);
});

it('live messages of the device go on into its twin while it is replayed', async () => {
  const scene = await sceneOf(WRONG);
  for (let n = 0; n < 20; n++) await scene.send(100 + n);
  await scene.recorded();
  await scene.publish(RIGHT);
  const ids = await scene.uplinkIds();
  const device = scene.devices[0] as ReplayScene['devices'][number];
  const live = async () => {
    for (let n = 20; n < 60; n++) await scene.send(100 + n, uplinkOf(device, 100 + n));
  };
  await Promise.all([live(), ...ids.map((id) => replay(scene, id, false))]);
  await scene.recorded();
  expect(await twin(scene)).toBe(15.9);
  expect(await graph(scene)).toEqual(Array.from({ length: 60 }, (_, n) => (100 + n) / 10));
});

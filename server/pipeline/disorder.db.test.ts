import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { systemActor } from '#server/access/system-actor.ts';
import type { PlainAnswer } from '#server/http/problem.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { buildChirpstackUp, chirpstackJson } from '#server/protocols/chirpstack/build-chirpstack.ts';
import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import { getUplink, listUplinks } from '#server/uplinks/read-uplinks.ts';
import { Acceptor } from './accept/acceptor.ts';
import type { IngestRequest } from './accept/contract.ts';
import { ConfigurationChanges } from './configuration.ts';
import { disorderedFrames, randomOf, shuffled } from './disorder.fixture.ts';
import { describeHandOvers } from './hand-over.fixture.ts';
import { invariantFaults } from './invariants.sql.ts';
import { countOf, loopbackHttp, TestClock, testPipeline, until } from './pipeline.fixture.ts';
import type { Pipeline } from './pipeline.ts';
import { type Receiver, startReceiver } from './receiver.fixture.ts';
import { chirpstackRequest, makeScene, type Scene } from './scene.fixture.ts';

const database = useTestDatabase();
const http = loopbackHttp();
let receiver: Receiver;
const HOUR = 3_600_000;

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(async () => {
  await http.close();
  await receiver.stop();
});

const deviceOf = (scene: Scene) => scene.devices[0] as Scene['devices'][number];
const recorded = (scene: Scene, messages: number) =>
  until(
    'recorded',
    async () =>
      (await countOf(database.sql, 'packs', scene.customerId)) === messages &&
      (await countOf(database.sql, 'uplink_queue', scene.customerId)) === 0,
    30_000,
  );

let refusals = 0;
/** As network servers do: what is answered 503, since the machine has much to do, is told again. */
async function tell(door: Acceptor, request: IngestRequest): Promise<PlainAnswer> {
  for (;;) {
    const answer = await door.accept(request);
    if (answer.status !== 503) return answer;
    refusals++;
  }
}

/** What the history holds and what the twin says, without what differs from run to run. */
async function endOf(scene: Scene) {
  const packs = await database.sql`
    select p.time, p.v, p.rest->'s' as s, sh.names, u.f_cnt_up from packs p join shapes sh on sh.id = p.shape_id
    join uplinks u on u.id = p.uplink_id where p.customer_id = ${scene.customerId} order by p.time, u.f_cnt_up, p.rest->>'s'`;
  const [twin] = await database.sql`select reported from twins where device_id = ${deviceOf(scene).id}`;
  return { packs: [...packs], twin: twin?.reported };
}

/** What the page of each message says of its payload, in the order of acceptance. */
async function effectsOfEach(scene: Scene) {
  const rows = await database.sql`select id from uplinks where customer_id = ${scene.customerId} order by id`;
  const found = [];
  for (const { id } of rows) {
    const { steps } = await getUplink(systemActor(scene.customerId), { id: Number(id) });
    const at = steps[0]?.records?.findIndex(({ n }) => n === 'payload') ?? -1;
    found.push({ id: Number(id), ...steps[0]?.effects[at], own: steps[0]?.records?.[at]?.vs });
  }
  return found;
}

describeHandOvers((handOver) => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = testPipeline(http, { handOver: await handOver.open() });
    await pipeline.start();
  });

  afterAll(() => pipeline.stop());

  // R6. Fails when the newest write wins in the twin's upsert, or when history is keyed by arrival.
  it('history and twin are the same for any order of arrival through the whole pipeline', async () => {
    const from = Date.now() - 40 * HOUR;
    const ends = [];
    for (const seed of [0, 1, 2, 3]) {
      const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'] });
      const frames = disorderedFrames(deviceOf(scene), from);
      const order = seed === 0 ? frames : shuffled(frames, randomOf(seed));
      for (let at = 0; at < order.length; at += 10)
        await Promise.all(
          order.slice(at, at + 10).map((frame) => tell(pipeline.acceptor, chirpstackRequest(scene, frame))),
        );
      await recorded(scene, frames.length);
      ends.push(await endOf(scene));
    }
    expect(ends[0]?.packs).toHaveLength(200);
    for (const end of ends.slice(1)) expect(end).toEqual(ends[0]);
  }, 60_000);

  // R5. Fails when the unique key of uplink_identities is dropped.
  it('each frame told one to eight times through two doors at the same moment is one row and one delivery a destination', async () => {
    const scene = await makeScene(database.sql, {
      builtIn: ['raw-lora-v2'],
      urls: [receiver.url, receiver.url],
    });
    const other = new Acceptor({
      changes: new ConfigurationChanges(),
      stream: (await handOver.open()) ?? undefined,
    });
    const random = randomOf(5);
    const frames = disorderedFrames(deviceOf(scene), Date.now() - 40 * HOUR);
    const told = frames.flatMap((frame) => Array.from({ length: 1 + Math.floor(random() * 8) }, () => frame));
    const doors = [pipeline.acceptor, other] as const;
    refusals = 0;
    const answers = await Promise.all(
      shuffled(told, random).map((frame, n) =>
        tell(doors[n % 2] as Acceptor, chirpstackRequest(scene, frame)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(told.map(() => 200));
    const accepted = answers.filter(({ body }) => JSON.parse(String(body)).status === 'accepted');
    // One that was stored after its 503 is a duplicate when it is told again.
    expect(accepted.length).toBeLessThanOrEqual(frames.length);
    const mine = () =>
      receiver.taken.filter(({ records }) => records[0]?.bn?.includes(deviceOf(scene).devEui));
    await until('delivered', () => mine().length >= frames.length * 2, 30_000);
    await recorded(scene, frames.length);
    await until('written', async () => (await countOf(database.sql, 'deliveries', scene.customerId)) === 400);
    for (const table of ['uplinks', 'packs'])
      expect([table, await countOf(database.sql, table, scene.customerId)]).toEqual([table, frames.length]);
    expect(mine()).toHaveLength(frames.length * 2);
    expect(await invariantFaults(database.sql, { unchanged: true })).toEqual([]);
    await Promise.all([pipeline.acceptor, other].map((door) => door.sightings.flush()));
    const [counted] = await database.sql`
    select sum(count)::int as n, count(*)::int as rows from repeated_messages where device_id = ${deviceOf(scene).id}`;
    // What was refused and told again may have been stored, or seen, the first time.
    expect(counted?.n).toBeGreaterThanOrEqual(told.length - frames.length);
    expect(counted?.n).toBeLessThanOrEqual(told.length - frames.length + refusals);
    await other.stop();
  }, 60_000);

  // R7. Fails when the twin believes a clock that runs more than a day ahead, or when history refuses a time.
  describe('clocks that are wrong', () => {
    const TIMES: [when: string, at: () => string][] = [
      ['the first time that SenML takes for one (RFC 8428 §4.5.3)', () => '1978-07-04T21:24:16.000Z'],
      ['the leap second of 2016, as clocks without one tell it', () => '2016-12-31T23:59:59.999Z'],
      ['the hour that comes twice in Amsterdam', () => '2025-10-26T02:30:00.000+02:00'],
      ['the same hour again', () => '2025-10-26T02:30:00.000+01:00'],
      ['just now', () => new Date(Date.now() - 1_000).toISOString()],
      ['a day ahead, almost', () => new Date(Date.now() + 23.9 * HOUR).toISOString()],
      ['more than a day ahead', () => new Date(Date.now() + 25 * HOUR).toISOString()],
      ['2106', () => '2106-02-07T06:28:15.000Z'],
    ];
    /** As its network server tells it. */
    const skewed = (scene: Scene, n: number, occurredAt: string): LoraUplink => ({
      ...(disorderedFrames(deviceOf(scene), 0)[n] as LoraUplink),
      occurredAt,
    });

    it('are kept as they are, and only up to a day ahead they are the newest of a twin', async () => {
      const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'] });
      const told: string[] = [];
      for (const [n, [, at]] of TIMES.entries()) {
        const time = at();
        told.push(new Date(time).toISOString());
        const body = chirpstackJson(buildChirpstackUp(skewed(scene, n, time)));
        const answer = await pipeline.acceptor.accept(
          chirpstackRequest(scene, skewed(scene, n, time), { body }),
        );
        expect([TIMES[n]?.[0], answer.status]).toEqual([TIMES[n]?.[0], 200]);
      }
      await recorded(scene, TIMES.length);
      const rows = await database.sql`
      select time from packs where customer_id = ${scene.customerId} order by uplink_id`;
      expect(rows.map((row) => row.time.toISOString())).toEqual(told);
      const [twin] = await database.sql`select reported from twins where device_id = ${deviceOf(scene).id}`;
      expect(new Date(twin?.reported.payload.t * 1000).toISOString()).toBe(told[5]);
      const effects = ['new', ...Array(5).fill('changed'), 'ahead', 'ahead'];
      expect((await effectsOfEach(scene)).map(({ effect }) => effect)).toEqual(effects);
    });

    it('each page of a message tells what it was to the twin, also of one that came late', async () => {
      const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'] });
      const at = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
      for (const [n, time] of [at(3), at(1), at(2)].entries()) {
        const body = chirpstackJson(buildChirpstackUp(skewed(scene, n, time)));
        await pipeline.acceptor.accept(chirpstackRequest(scene, skewed(scene, n, time), { body }));
      }
      await recorded(scene, 3);
      const [first, second, late] = await effectsOfEach(scene);
      expect([first?.effect, second?.effect, late?.effect]).toEqual(['new', 'changed', 'older']);
      expect(second?.before?.vs).toBe(first?.own);
      expect(late?.before?.vs).toBe(second?.own);
      const bySending = { ...emptyTableQuery, sort: { field: 'occurredAt', desc: true } };
      const ofDevice = { deviceId: deviceOf(scene).id, query: bySending };
      const { rows } = await listUplinks(systemActor(scene.customerId), ofDevice);
      expect(rows.map(({ id }) => id)).toEqual([second?.id, late?.id, first?.id]);
    });

    it('that begin in 1970 tell what SenML takes for seconds before now', async () => {
      const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'] });
      const frame = skewed(scene, 0, '1970-01-01T00:00:00.000Z');
      await pipeline.acceptor.accept(chirpstackRequest(scene, frame));
      await recorded(scene, 1);
      const [row] =
        await database.sql`select time = received_at as now from packs where customer_id = ${scene.customerId}`;
      expect(row?.now).toBe(true);
    });

    it('of two workers, ten minutes behind and ten ahead, let nothing go twice', async () => {
      const scene = await makeScene(database.sql, {
        builtIn: ['raw-lora-v2'],
        devices: 12,
        urls: [receiver.url],
      });
      const workers: Pipeline[] = [];
      for (const minutes of [-10, 10]) {
        const clock = new TestClock(Date.now() + minutes * 60_000);
        workers.push(testPipeline(http, { clock, handOver: await handOver.open() }));
      }
      for (const worker of workers) await worker.start();
      const before = receiver.taken.length;
      const frames = scene.devices.flatMap((device) =>
        disorderedFrames(device, Date.now() - 40 * HOUR).slice(0, 20),
      );
      await Promise.all(
        frames.map((frame, n) =>
          tell((workers[n % 2] as Pipeline).acceptor, chirpstackRequest(scene, frame)),
        ),
      );
      await until('delivered', () => receiver.taken.length - before >= frames.length, 30_000);
      await recorded(scene, frames.length);
      for (const worker of workers) await worker.stop();
      await until(
        'written',
        async () => (await countOf(database.sql, 'deliveries', scene.customerId)) === frames.length,
      );
      const ids = receiver.taken.slice(before).map(({ webhookId }) => webhookId);
      expect([ids.length, new Set(ids).size]).toEqual([frames.length, frames.length]);
      expect(await invariantFaults(database.sql)).toEqual([]);
    }, 60_000);
  });
});

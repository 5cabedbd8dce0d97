// npm run bench ingest [-- --count 40000 --devices 1000 --seconds 15]: the whole way of distinct uplinks, measured at
// saturation and at 300/s, beside what Postgres alone can store in the same run.

import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { makeScene, type Scene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { type Answer, Connection } from '../load/client.ts';
import { machineProcessorMs, ownProcessorMs, processorMs, residentMb } from '../load/processor-time.ts';
import { type Sink, type SinkReport, startSink } from '../load/sink.ts';
import { closeStand, openStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { chirpstackBody, requestHead, SIX_VALUES } from '../load/uplinks.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '40000' },
    devices: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '15' },
    connections: { type: 'string', default: '128' },
  },
});
const COUNT = Number(values.count);
const DEVICES = Number(values.devices);
const RATE = 300;
const RATE_COUNT = RATE * Number(values.seconds);
const WARM_UP = 20_000;

interface Frame {
  key: string;
  body: Buffer;
}

interface Sent extends Answer {
  key: string;
}

function frames(scene: Scene, from: number, count: number): Frame[] {
  return Array.from({ length: count }, (_, i) => {
    const { devEui } = scene.devices[(from + i) % scene.devices.length] as Scene['devices'][number];
    return { key: `${devEui}/${from + i}`, body: chirpstackBody(devEui, from + i) };
  });
}

/** A device's frames go over one connection: the next is sent when the one before was answered. */
async function saturate(port: number, head: string, all: Frame[], scene: Scene): Promise<Sent[]> {
  const lanes = Number(values.connections);
  const order = new Map(scene.devices.map(({ devEui }, index) => [devEui, index % lanes]));
  const byLane = Array.from({ length: lanes }, () => [] as Frame[]);
  for (const frame of all) byLane[order.get(frame.key.slice(0, 16)) ?? 0]?.push(frame);
  const sent: Sent[] = [];
  await Promise.all(
    byLane.map(async (lane) => {
      const connection = new Connection(port);
      for (const { key, body } of lane) sent.push({ key, ...(await connection.post(head, body)) });
      connection.close();
    }),
  );
  return sent;
}

/** Offered at a fixed rate whatever comes back; waiting for a free connection counts as time of the request. */
async function offer(port: number, head: string, all: Frame[]): Promise<Sent[]> {
  const idle: Connection[] = Array.from({ length: 64 }, () => new Connection(port));
  const sent: Promise<Sent>[] = [];
  const began = performance.now();
  for (const [n, { key, body }] of all.entries()) {
    const due = began + (n * 1000) / RATE;
    if (due > performance.now()) await sleep(due - performance.now());
    const connection = idle.pop() ?? new Connection(port);
    sent.push(
      connection.post(head, body).then((answer) => {
        idle.push(connection);
        return { key, ...answer };
      }),
    );
  }
  const answers = await Promise.all(sent);
  for (const connection of idle) connection.close();
  return answers;
}

async function drained(sink: Sink, expected: number): Promise<void> {
  const end = Date.now() + 60_000;
  while ((await sink.count()).distinct < expected && Date.now() < end) await sleep(20);
}

function quantile(values: number[], q: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN).toFixed(1);
}

function latencies(sent: Sent[], report: SinkReport): number[] {
  const arrived = new Map(report.frames);
  return sent.flatMap(({ key, at }) => {
    const there = arrived.get(key);
    return there === undefined ? [] : [Math.max(0, there - at)];
  });
}

/** What Postgres stores when nothing else is asked of it: rows of the same bytes, batches of 100, one and four connections. */
async function rawCeiling({ sql }: Stand, sample: Buffer): Promise<{ one: number; four: number }> {
  await sql`create table raw_ceiling (id bigserial primary key, device uuid default gen_random_uuid(), at timestamptz default now(), body text)`;
  const batch = Array.from({ length: 100 }, () => sample.toString('utf8'));
  const run = async (connections: number) => {
    const began = performance.now();
    let rows = 0;
    const writer = async () => {
      while (performance.now() - began < 2_500) {
        await sql`insert into raw_ceiling (body) select * from unnest(${batch}::text[])`;
        rows += batch.length;
      }
    };
    await Promise.all(Array.from({ length: connections }, writer));
    return Math.round((rows * 1000) / (performance.now() - began));
  };
  return { one: await run(1), four: await run(4) };
}

async function main(stand: Stand, sink: Sink, worker: Worker): Promise<boolean> {
  const script = { contract: 'ts013' as const, source: SIX_VALUES };
  const scene = await makeScene(stand.sql, { devices: DEVICES, scripts: [script], urls: [sink.url] });
  const head = requestHead(scene.connectionId, scene.connectionSecret);
  const roots = [worker.process.pid as number, stand.postgres.pid];
  const ceiling = await rawCeiling(stand, chirpstackBody('0102030405060708', 1));

  const warm = await saturate(worker.port, head, frames(scene, 0, WARM_UP), scene);
  await drained(sink, warm.length);
  // A server that has been up for a while has files of its log to use again.
  await stand.sql`checkpoint`;

  const load = frames(scene, WARM_UP, COUNT);
  console.log(
    `body ${load[0]?.body.length} bytes, ${DEVICES} devices, ${COUNT} uplinks over ${values.connections} connections`,
  );
  const before = parts(stand, worker);
  const commitsBefore = await committed(stand);
  // Postgres, the worker and the sink are all below this process.
  const mine = () => processorMs(process.pid);
  const [machineBefore, mineBefore] = [machineProcessorMs(), mine()];
  const began = performance.timeOrigin + performance.now();
  const sent = await saturate(worker.port, head, load, scene);
  await drained(sink, WARM_UP + COUNT);
  // The delivery log is part of the work.
  await quiet(stand);
  const after = parts(stand, worker);
  const commits = ((await committed(stand)) - commitsBefore) / COUNT;
  const elapsed = performance.timeOrigin + performance.now() - began;
  const others = (machineProcessorMs() - machineBefore - (mine() - mineBefore)) / elapsed;
  const cpu = before.map((ms, index) => ((after[index] ?? 0) - ms) / COUNT);
  const memory = residentMb(roots[0] as number);

  const rateFrames = frames(scene, WARM_UP + COUNT, RATE_COUNT);
  const rateSent = await offer(worker.port, head, rateFrames);
  await drained(sink, WARM_UP + COUNT + RATE_COUNT);
  await quiet(stand);
  const report = await sink.report();
  return tell({
    began,
    sent,
    rateSent,
    report,
    cpu,
    others,
    commits,
    memory,
    ceiling,
    faults: await invariantFaults(stand.sql, { unchanged: true }),
  });
}

async function committed({ sql }: Stand): Promise<number> {
  const [row] =
    await sql`select xact_commit::float8 as n from pg_stat_database where datname = current_database()`;
  return Number(row?.n);
}

/** Processor time so far of the worker itself, of the sandbox below it, and of Postgres with its backends. */
function parts(stand: Stand, worker: Worker): number[] {
  const pid = worker.process.pid as number;
  const own = ownProcessorMs(pid);
  return [own, processorMs(pid) - own, processorMs(stand.postgres.pid)];
}

async function quiet({ sql }: Stand): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const [row] =
      await sql`select (select count(*) from uplink_queue) + (select count(*) from delivery_queue) as n`;
    if (Number(row?.n) === 0) return;
    await sleep(50);
  }
}

interface Outcome {
  began: number;
  sent: Sent[];
  rateSent: Sent[];
  report: SinkReport;
  /** Worker, sandbox, Postgres: milliseconds an uplink. */
  cpu: number[];
  /** Processors that were busy with something else than this run. */
  others: number;
  /** Transactions an uplink: what batching saves. */
  commits: number;
  memory: number;
  ceiling: { one: number; four: number };
  faults: string[];
}

function tell({
  began,
  sent,
  rateSent,
  report,
  cpu,
  others,
  commits,
  memory,
  ceiling,
  faults,
}: Outcome): boolean {
  const arrived = new Map(report.frames);
  const accepted = [...sent, ...rateSent].filter(({ status }) => status === 200);
  const lost = accepted.filter(({ key }) => !arrived.has(key)).length;
  const lastAccepted = Math.max(...sent.map(({ at }) => at));
  const lastDelivered = Math.max(...sent.map(({ key }) => arrived.get(key) ?? Number.POSITIVE_INFINITY));
  const perSecond = (until: number) => Math.round((sent.length * 1000) / (until - began));
  const acceptMs = (all: Sent[]) => all.map(({ ms }) => ms);
  const [p99Accept, p99Delivered] = [
    quantile(acceptMs(rateSent), 0.99),
    quantile(latencies(rateSent, report), 0.99),
  ];
  const delivered = perSecond(lastDelivered);
  const rows: [string, string | number, string][] = [
    ['accepted/s at saturation', perSecond(lastAccepted), '≥ 6000 alone'],
    ['delivered/s at saturation', delivered, '≥ 4000'],
    [
      'accept p50 / p99 at saturation, ms',
      `${quantile(acceptMs(sent), 0.5)} / ${quantile(acceptMs(sent), 0.99)}`,
      '',
    ],
    [`accept p50 / p99 at ${RATE}/s, ms`, `${quantile(acceptMs(rateSent), 0.5)} / ${p99Accept}`, 'p99 ≤ 15'],
    [
      `accepted → delivered p50 / p99 at ${RATE}/s, ms`,
      `${quantile(latencies(rateSent, report), 0.5)} / ${p99Delivered}`,
      'p99 ≤ 50',
    ],
    ['CPU per uplink, whole process tree, ms', cpu.reduce((a, b) => a + b, 0).toFixed(3), '≤ 0.40'],
    ['  of it worker / sandbox / Postgres', cpu.map((ms) => ms.toFixed(3)).join(' / '), ''],
    ['transactions per uplink', commits.toFixed(3), ''],
    ['memory of worker + sandbox, MB', memory, '≤ 700 with web'],
    ['refused or broken', sent.length + rateSent.length - accepted.length, '0'],
    ['lost', lost, '0'],
    ['duplicates', report.duplicates, '0'],
    ['reordered per device', report.reordered, '0'],
    ['bad signatures at the sink', report.badSignatures, '0'],
    ['raw Postgres, rows/s in batches of 100, 1 / 4 connections', `${ceiling.one} / ${ceiling.four}`, ''],
  ];
  console.log(
    `processors of ${availableParallelism()} that others kept busy during the saturated part: ${others.toFixed(2)}`,
  );
  for (const [name, value, target] of rows)
    console.log(`${name.padEnd(58)} ${String(value).padStart(14)}   ${target}`);
  for (const fault of faults) console.log(`broken invariant: ${fault}`);
  return lost + report.duplicates + report.reordered + report.badSignatures + faults.length === 0;
}

const stand = await openStand('.data/bench-pg');
const sink = await startSink(SHARED_SECRET, SIGNING_SECRET);
const worker = await startWorker(stand);
let ok = false;
try {
  ok = await main(stand, sink, worker);
} finally {
  sink.stop();
  await closeStand(stand, [worker]);
}
process.exit(ok ? 0 : 1);

// npm run chaos [-- --cycles 20 --kind app|pg|nats|roll|pause|both|all --queue postgres|nats|cluster --mutation early-ack|async-commit
// --seed 1]: kill -9 of workers, of Postgres and of NATS servers under load. What was acknowledged must arrive; with a
// mutation the run must notice that something did not. `both` is app and pg; `roll` is a rolling restart with SIGTERM,
// `pause` a worker that sleeps past its leases (SIGSTOP). With `--queue nats` messages are handed over by
// one nats-server, with `cluster` by three.

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { makeScene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { type Nats, startNats } from '#server/pipeline/stream/nats.fixture.ts';
import { openUplinkStream, type UplinkStream } from '#server/pipeline/stream/uplink-stream.ts';
import { debianProgram } from '#server/platform/test-programs.ts';
import { check, checks, sixNumbers } from './chaos/checks.ts';
import { endProcess } from './installation.ts';
import { crashPostgres, killProcess } from './load/kill.ts';
import { type Sink, type SinkReport, startSink } from './load/sink.ts';
import { closeStand, openStand, type Stand, startWorker, type Worker } from './load/stand.ts';
import { SIX_VALUES } from './load/uplinks.ts';
import { startWriters, type WriterLog } from './load/writers.ts';
import { freePort } from './postgres.ts';

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '10' },
    kind: { type: 'string', default: 'both' },
    queue: { type: 'string', default: 'postgres' },
    mutation: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    dir: { type: 'string', default: '.data/chaos-pg' },
    seconds: { type: 'string' },
    runs: { type: 'string' },
    from: { type: 'string' },
    migrations: { type: 'string', default: '1' },
    filled: { type: 'string', default: '100000' },
  },
});
type Kind = 'app' | 'pg' | 'nats' | 'roll' | 'pause';

const CYCLES = Number(values.cycles);
const STREAM = 'chaos';
const SETTLE_MS = 60_000;
/**
 * What is being sent at the moment of a kill may be sent again, 16 at a time, and what was answered and not yet written:
 * results are collected for 20 ms, as many again at the pace of these runs.
 */
const DUPLICATES_A_KILL = 32;

let seed = Number(values.seed);
/** mulberry32: the same seed gives the same kills. */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

const MUTATIONS: Record<
  string,
  { kind: Kind; env: Record<string, string>; postgres: Record<string, string> }
> = {
  // Answers before the commit: a killed worker takes what it promised with it.
  'early-ack': { kind: 'app', env: { NODE_ENV: 'test', TEST_MUTATION: 'early-ack' }, postgres: {} },
  // The commit is reported before it is on disk: a killed server takes it with it. What is under way at the kill are a few
  // dozen messages; the log's writer might just have saved them, which comes by five times a second otherwise, and whenever
  // a megabyte has gathered: on a slow machine that alone once saved all.
  'async-commit': {
    kind: 'pg',
    env: { NODE_ENV: 'test' },
    postgres: { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' },
  },
};

const runsOr = (usual: number) => ({
  dir: values.dir,
  runs: Number(values.runs ?? usual),
  seed: Number(values.seed),
});
const secondsOr = (usual: number) => Number(values.seconds ?? usual);

interface Field {
  stand: Stand;
  hand: Hand | null;
  workers: Worker[];
  settings: Record<string, string>;
  log: WriterLog;
  away: number[];
  /** Ports that no balancer would send anybody to. */
  unreachable: Set<number>;
}

/** The servers that hand over, and a look at what waits there. */
interface Hand {
  nats: Nats;
  stream: UplinkStream;
}

async function openHand(): Promise<Hand | null> {
  if (values.queue === 'postgres') return null;
  const found = debianProgram('nats-server', 'nats-server');
  if ('missing' in found) throw new Error(found.missing);
  const nats = await startNats(found.path, values.queue === 'cluster' ? 3 : 1);
  return { nats, stream: await openUplinkStream({ url: nats.url, name: STREAM }) };
}

/** SIGKILL of a random worker after a random moment, started again at once. */
async function killWorkers(field: Field, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle++) {
    await sleep(50 + random() * 750);
    const index = Math.floor(random() * field.workers.length);
    const { process: child, port } = field.workers[index] as Worker;
    await killProcess(child);
    field.workers[index] = await startWorker(field.stand, port);
  }
}

async function killPostgres(field: Field, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle++) {
    await sleep(500 + random() * 700);
    await crashPostgres(field.stand, field.settings);
    await acceptsAgain(field);
  }
}

/** One server after the other, each away for a moment; of a cluster two are there all the time. */
async function killNats(field: Field, cycles: number): Promise<void> {
  const servers = field.hand?.nats.servers ?? [];
  for (let cycle = 0; cycle < cycles; cycle++) {
    await sleep(500 + random() * 700);
    const server = servers[Math.floor(random() * servers.length)];
    await server?.kill();
    await sleep(300 + random() * 700);
    // Of a cluster the others go on without it.
    if (servers.length > 1) await acceptsAgain(field);
    await server?.start();
    await acceptsAgain(field);
  }
}

/** Every worker is ended as an installation does it and started anew, one after the other. */
async function restartWorkers(field: Field, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle++) {
    for (const [index, { process: child, port }] of field.workers.entries()) {
      await sleep(500 + random() * 500);
      await endProcess(child);
      field.workers[index] = await startWorker(field.stand, port);
    }
  }
}

/** A worker stops in the middle of everything for longer than its leases last, and goes on as if nothing had been. */
async function pauseWorkers(field: Field, cycles: number): Promise<void> {
  for (let cycle = 0; cycle < cycles; cycle++) {
    await sleep(500 + random() * 500);
    const paused = field.workers[cycle % field.workers.length] as Worker;
    field.unreachable.add(paused.port);
    paused.process.kill('SIGSTOP');
    await sleep(9_000);
    paused.process.kill('SIGCONT');
    await sleep(1_500);
    field.unreachable.delete(paused.port);
  }
}

async function acceptsAgain(field: Field): Promise<void> {
  const back = performance.now();
  while (field.log.firstOkSince(back) === null && performance.now() - back < 20_000) await sleep(10);
  field.away.push((field.log.firstOkSince(back) ?? Number.POSITIVE_INFINITY) - back);
}

const KILLS = {
  app: killWorkers,
  pg: killPostgres,
  nats: killNats,
  roll: restartWorkers,
  pause: pauseWorkers,
};
const TITLES = {
  app: 'R1: kill -9 of workers',
  pg: 'R2: kill -9 of Postgres',
  nats: 'kill -9 of NATS servers',
  roll: 'R11: SIGTERM of one worker after the other',
  pause: 'R10: SIGSTOP of a worker for longer than its leases',
};
const WORKERS: Record<Kind, number> = { app: 2, pg: 1, nats: 1, roll: 3, pause: 2 };

/** Until nothing waits any more: everything recorded and every delivery at its end. */
async function settle({ stand, hand }: Field): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < SETTLE_MS) {
    const waiting = await stand.sql`
      select (select count(*) from uplink_queue) + (select count(*) from delivery_queue) as n`.catch(
      () => null,
    );
    const streamed = hand ? await hand.stream.lag().catch(() => null) : { messages: 0 };
    if (waiting && Number(waiting[0]?.n) === 0 && streamed?.messages === 0) break;
    await sleep(50);
  }
  return performance.now() - began;
}

/** Acknowledged frames whose first arrival came after that of a later acknowledged one of their device. */
function outOfOrder(report: SinkReport, log: WriterLog): number {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  let count = 0;
  for (const [frame] of report.frames) {
    if (seen.has(frame) || !log.acknowledged.has(frame)) continue;
    seen.add(frame);
    const [device = '', n] = frame.split('/');
    if (Number(n) < (last.get(device) ?? -1)) count++;
    last.set(device, Math.max(Number(n), last.get(device) ?? -1));
  }
  return count;
}

async function run(kind: Kind): Promise<void> {
  const mutation = values.mutation === undefined ? null : MUTATIONS[values.mutation];
  if (mutation === undefined) throw new Error(`--mutation is one of ${Object.keys(MUTATIONS).join(', ')}`);
  console.log(
    `\n${TITLES[kind]}, ${CYCLES} times, by ${values.queue}, seed=${values.seed}${mutation ? `, mutation ${values.mutation}` : ''}`,
  );
  const settings = mutation?.postgres ?? {};
  const hand = await openHand();
  const env = hand ? { NATS_URL: hand.nats.url, NATS_STREAM: STREAM } : {};
  const stand = await openStand(values.dir, settings, { ...env, ...mutation?.env });
  const sink = await startSink(SHARED_SECRET, SIGNING_SECRET);
  const workers: Worker[] = [];
  const unreachable = new Set<number>();
  try {
    const ports: number[] = [];
    while (ports.length < WORKERS[kind]) ports.push(await freePort());
    for (const port of ports) workers.push(await startWorker(stand, port));
    const scene = await makeScene(stand.sql, {
      devices: 40,
      scripts: [{ contract: 'ts013', source: SIX_VALUES }],
      urls: [sink.url],
    });
    // The scene itself must outlive an asynchronous commit: only messages are at stake.
    await stand.sql`checkpoint`;
    // A mutation is only seen by what is under way at the kill: more of it.
    const writers = startWriters(
      scene,
      () => ports.filter((port) => !unreachable.has(port)),
      mutation
        ? { writers: 24, pauseMs: 0 }
        : { writers: 8, pauseMs: 15, retries: kind === 'roll' || kind === 'pause' ? 5 : 0 },
    );
    const field: Field = { stand, hand, workers, settings, log: writers.log, away: [], unreachable };
    await KILLS[kind](field, CYCLES);
    await sleep(300);
    await writers.stop();
    await judge(field, sink, kind, mutation !== null);
  } finally {
    sink.stop();
    await closeStand(stand, workers);
    await hand?.stream.close();
    await hand?.nats.stop();
  }
}

async function judge(field: Field, sink: Sink, kind: Kind, isMutated: boolean): Promise<void> {
  const { stand, log, away } = field;
  const settled = await settle(field);
  if (settled >= SETTLE_MS && field.hand) console.log('left in the stream', await field.hand.stream.lag());
  const report = await sink.report();
  const six = sixNumbers(log, report);
  console.log(`answers ${[...log.statuses].map(([status, n]) => `${status}: ${n}`).join(', ')}`);
  if (isMutated) return check('the mutation is caught', six.lost > 0, `${six.lost} lost`);
  check('nothing that was acknowledged is lost', six.lost === 0 && six.acked > 0);
  check('nothing arrived that was never sent', six.unexpected === 0);
  check('repeated deliveries are few', six.duplicated <= CYCLES * DUPLICATES_A_KILL, `${six.duplicated}`);
  const reordered = outOfOrder(report, log);
  check(
    'what was acknowledged comes in order per device, but for repetitions',
    reordered === 0,
    `${reordered}`,
  );
  // A message answered 503 may have been stored all the same, whenever the database got to it: it has no place to keep.
  console.log(`out of order when those are counted that were never acknowledged: ${report.reordered}`);
  check('every signature fits', report.badSignatures === 0);
  check('the queues are empty again', settled < SETTLE_MS, `${(settled / 1000).toFixed(1)} s`);
  const faults = await invariantFaults(stand.sql, { unchanged: true });
  check('the invariants hold', faults.length === 0, faults.join('; '));
  if (kind === 'roll') {
    const errors = [...log.statuses].filter(([status]) => status !== 200);
    check(
      'nobody who tries a broken connection again sees an error',
      errors.length === 0,
      JSON.stringify(errors),
    );
  }
  if (kind === 'pg' || kind === 'nats') {
    const longest = Math.max(...away);
    check(`accepting again within 10 s (${kind})`, longest <= 10_000, `${(longest / 1000).toFixed(2)} s`);
  }
}

const KINDS: Record<string, Kind[]> = {
  app: ['app'],
  pg: ['pg'],
  nats: ['nats'],
  roll: ['roll'],
  pause: ['pause'],
  both: ['app', 'pg'],
  all: ['app', 'pg', 'nats'],
};
/** What is not killed but hindered, repeated, copied or replaced; each with a length of its own. */
const TRIALS: Record<string, () => Promise<void>> = {
  slow: async () => (await import('./chaos/slow.ts')).slow({ dir: values.dir, seconds: secondsOr(60) }),
  full: async () =>
    (await import('./chaos/full-disk.ts')).fullDisk({ dir: values.dir, seconds: secondsOr(60) }),
  backup: async () => (await import('./chaos/backup.ts')).backup({ dir: values.dir, seconds: secondsOr(30) }),
  upgrade: async () =>
    (await import('./chaos/upgrade.ts')).upgrade({
      dir: values.dir,
      seconds: secondsOr(20),
      from: values.from,
      migrations: Number(values.migrations),
      filled: Number(values.filled),
    }),
  repeat: async () => (await import('./chaos/repeat.ts')).repeat(runsOr(100)),
  order: async () => (await import('./chaos/order.ts')).order(runsOr(1000)),
};

const trial = TRIALS[values.kind];
const mutated = MUTATIONS[values.mutation ?? '']?.kind;
const kinds = mutated ? [mutated] : (KINDS[values.kind] ?? []);
if (kinds.length === 0 && !trial)
  throw new Error(`--kind is one of ${Object.keys({ ...KINDS, ...TRIALS }).join(', ')}`);
if (kinds.includes('nats') && values.queue === 'postgres')
  throw new Error('--kind nats needs --queue nats or cluster');
await trial?.();
for (const kind of kinds) await run(kind);
console.log(`\n${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);

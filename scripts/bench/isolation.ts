// npm run bench isolation [-- --minutes 2 --rate 300 --devices 1000 --before 30]: every message goes to two destinations;
// one of them is dead for so many minutes, refusing connections for the first half and never answering in the second. What
// the other notices of it, what it costs in memory, and whether the dead one gets all of it, in order, when it is back.

import { parseArgs } from 'node:util';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { makeScene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { quiet } from '../load/queues.ts';
import { type Sink, startSink } from '../load/sink.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { requestHead, SIX_VALUES } from '../load/uplinks.ts';
import { tell } from './isolation/outcome.ts';
import { joined, type Phase, Stream } from './isolation/phases.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    rate: { type: 'string', default: '300' },
    devices: { type: 'string', default: '1000' },
    before: { type: 'string', default: '30' },
  },
});
const RATE = Number(values.rate);
const DEAD_SECONDS = Number(values.minutes) * 60;
const WARM_UP = 10_000;
const WARM_UP_SECONDS = 5;
/** An open breaker looks once a minute, a look at one that hangs takes 15 s, and then it opens step by step for 30 s. */
const RETURN_SECONDS = 60 + 15 + 30;
/** New ones come all the while: what waited goes out beside them, and at least as fast. */
const LONGEST_RETURN_SECONDS = RETURN_SECONDS + 60 + DEAD_SECONDS;
const STEP_SECONDS = 5;

async function waitingFor({ sql }: Stand, destinationId: string): Promise<number> {
  const [row] =
    await sql`select count(*)::int as n from delivery_queue where destination_id = ${destinationId}`;
  return Number(row?.n);
}

async function main(stand: Stand, worker: Worker, living: Sink, dead: Sink): Promise<boolean> {
  const script = { contract: 'ts013' as const, source: SIX_VALUES };
  const urls = [living.url, dead.url];
  const scene = await makeScene(stand.sql, { devices: Number(values.devices), scripts: [script], urls });
  const deadId = scene.destinationIds[1] as string;
  const to = { port: worker.port, head: requestHead(scene.connectionId, scene.connectionSecret) };
  const stream = new Stream(to, scene, RATE, worker);

  const flood = await stream.flood(WARM_UP);
  await quiet(stand, 60);
  await stand.sql`checkpoint`;
  const warm = joined(flood, await stream.run(WARM_UP_SECONDS));
  say(`both live, ${values.before} s`);
  const before = await stream.run(Number(values.before));
  await dead.become('refuse');
  say(`one refuses connections, ${DEAD_SECONDS / 2} s`);
  const refused = await stream.run(DEAD_SECONDS / 2);
  await dead.become('hang');
  say(`it takes connections and never answers, ${DEAD_SECONDS / 2} s`);
  const hanging = await stream.run(DEAD_SECONDS / 2);
  const waiting = await waitingFor(stand, deadId);
  await dead.become('answer');
  say('it is back');
  const back = performance.now();
  const after = await untilCaughtUp(stand, stream, deadId);
  const settled = await quiet(stand, 60);
  const secondsToReturn = (performance.now() - back) / 1000;
  const reports = { living: await living.report(), dead: await dead.report() };
  const faults = await invariantFaults(stand.sql, { unchanged: true });
  return tell({
    rate: RATE,
    warm,
    before,
    refused,
    hanging,
    after,
    ...reports,
    waiting,
    secondsToReturn,
    settled,
    faults,
  });
}

async function untilCaughtUp(stand: Stand, stream: Stream, destinationId: string): Promise<Phase> {
  const end = performance.now() + LONGEST_RETURN_SECONDS * 1000;
  let all = await stream.run(STEP_SECONDS);
  while ((await waitingFor(stand, destinationId)) > RATE && performance.now() < end)
    all = joined(all, await stream.run(STEP_SECONDS));
  return all;
}

function say(text: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
}

await onStand('.data/bench-isolation-pg', async (stand, started) => {
  const worker = await startWorker(stand);
  started.push(worker);
  const [living, dead] = await Promise.all([
    startSink(SHARED_SECRET, SIGNING_SECRET),
    startSink(SHARED_SECRET, SIGNING_SECRET),
  ]);
  try {
    return await main(stand, worker, living, dead);
  } finally {
    living.stop();
    dead.stop();
  }
});

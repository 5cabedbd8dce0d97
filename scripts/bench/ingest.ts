// npm run bench ingest [-- --count 40000 --devices 1000 --seconds 15]: the whole way of distinct uplinks, measured at
// saturation and at 300/s, beside what Postgres alone can store and what the least possible service delivers in the same run.
// The portal runs beside it where it is built.

import { parseArgs } from 'node:util';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { makeScene, type Scene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { frames, offer, saturate } from '../load/frames.ts';
import { memoryBelow, memoryOf } from '../load/memory.ts';
import { machineProcessorMs, ownProcessorMs, processorMs } from '../load/processor-time.ts';
import { committed, drained, quiet } from '../load/queues.ts';
import { rawCeiling } from '../load/raw-ceiling.ts';
import { type Reader, startReader } from '../load/reader.ts';
import { measureReference, together } from '../load/reference.ts';
import { type Sink, startSink } from '../load/sink.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { chirpstackBody, requestHead, SIX_VALUES } from '../load/uplinks.ts';
import { startWeb } from '../load/web.ts';
import { tell } from './ingest/outcome.ts';

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
const CONNECTIONS = Number(values.connections);
const RATE = 300;
const RATE_COUNT = RATE * Number(values.seconds);
const WARM_UP = 20_000;
/** Connections are opened and the first second has passed before the steady rate is looked at. */
const LEAD_IN = RATE;

interface Field {
  stand: Stand;
  sink: Sink;
  worker: Worker;
  web: Worker | null;
}

async function main({ stand, sink, worker, web }: Field): Promise<boolean> {
  const script = { contract: 'ts013' as const, source: SIX_VALUES };
  const scene = await makeScene(stand.sql, { devices: DEVICES, scripts: [script], urls: [sink.url] });
  const to = { port: worker.port, head: requestHead(scene.connectionId, scene.connectionSecret) };
  const ceiling = await rawCeiling(stand, chirpstackBody('0102030405060708', 1));
  const referenceBefore = await measureReference(stand, scene, CONNECTIONS);

  const warm = await saturate(to, frames(scene, 0, WARM_UP), scene, CONNECTIONS);
  await drained(sink, warm.length);
  const reader = web && (await openPages(web, scene));
  // A server that has been up for a while has files of its log to use again.
  await stand.sql`checkpoint`;

  const load = frames(scene, WARM_UP, COUNT);
  console.log(
    `body ${load[0]?.body.length} bytes, ${DEVICES} devices, ${COUNT} uplinks over ${CONNECTIONS} connections`,
  );
  const before = parts(stand, worker);
  const commitsBefore = await committed(stand);
  // Postgres, the worker and the sink are all below this process.
  const mine = () => processorMs(process.pid);
  const [machineBefore, mineBefore] = [machineProcessorMs(), mine()];
  const began = performance.timeOrigin + performance.now();
  const sent = await saturate(to, load, scene, CONNECTIONS);
  await drained(sink, WARM_UP + COUNT);
  // The delivery log is part of the work.
  await quiet(stand);
  const after = parts(stand, worker);
  const commits = ((await committed(stand)) - commitsBefore) / COUNT;
  const elapsed = performance.timeOrigin + performance.now() - began;
  const others = (machineProcessorMs() - machineBefore - (mine() - mineBefore)) / elapsed;
  const cpu = before.map((ms, index) => ((after[index] ?? 0) - ms) / COUNT);
  const pid = worker.process.pid as number;
  const memory = {
    worker: memoryOf(pid),
    sandbox: memoryBelow(pid),
    web: web && memoryOf(web.process.pid as number),
  };

  // Before and after: the machine's own pace changes within a minute.
  const reference = together(referenceBefore, await measureReference(stand, scene, CONNECTIONS));
  await quiet(stand);

  const offered = await offer(to, frames(scene, WARM_UP + COUNT, LEAD_IN + RATE_COUNT), RATE);
  const rateSent = offered.slice(LEAD_IN);
  await drained(sink, WARM_UP + COUNT + offered.length);
  await quiet(stand);
  await reader?.stop();
  const [report, faults] = [await sink.report(), await invariantFaults(stand.sql, { unchanged: true })];
  return tell({
    began,
    sent,
    rate: RATE,
    rateSent,
    report,
    cpu,
    others,
    commits,
    memory,
    ceiling,
    reference,
    faults,
  });
}

/** The portal has shown its pages before it is weighed; while the load runs its live stream is what it does. */
async function openPages(web: Worker, scene: Scene): Promise<Reader> {
  const reader = await startReader(web.port, scene.customerId);
  const device = `/manager/devices/${scene.devices[0]?.id}`;
  const pages = ['/manager/devices', device, '/manager/flows', `/manager/flows/${scene.flowId}`];
  const bad = await reader.read(pages, 5);
  if (bad > 0) throw new Error(`${bad} of ${pages.length * 5} pages of the portal were not answered 200`);
  return reader;
}

/** Processor time so far of the worker itself, of the sandbox below it, and of Postgres with its backends. */
function parts(stand: Stand, worker: Worker): number[] {
  const pid = worker.process.pid as number;
  const own = ownProcessorMs(pid);
  return [own, processorMs(pid) - own, processorMs(stand.postgres.pid)];
}

await onStand('.data/bench-pg', async (stand, started) => {
  const worker = await startWorker(stand);
  started.push(worker);
  const web = await startWeb(stand, worker);
  if (web) started.push(web);
  else console.log('The portal is not built (npm start builds it): its memory is not measured.');
  const sink = await startSink(SHARED_SECRET, SIGNING_SECRET);
  try {
    return await main({ stand, sink, worker, web });
  } finally {
    sink.stop();
    await closeDatabase();
  }
});

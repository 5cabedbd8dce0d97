// npm run bench soak [-- --minutes 5 --rate 150 --devices 10000]: a steady load for as long as you like, to five
// destinations, one of which is away, hangs and is back again every other minute. Whether memory grows, the event loop
// stays free, messages are taken and delivered in time, and nothing is lost (R17; 50 minutes before a release). A run of a few
// minutes measures a heap that still finds its size: what it keeps shows in the old objects after a collection.

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { makeScene, type Scene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { type Figure, latencies, quantile, tellFaults, tellFigures } from '../load/figures.ts';
import { type Frame, frameOf, offer, type Sent } from '../load/frames.ts';
import { quiet } from '../load/queues.ts';
import { type Sink, type SinkReport, startSink } from '../load/sink.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { requestHead, SIX_VALUES } from '../load/uplinks.ts';
import { type Sample, slopePerMinute, watchWorker } from './soak/watch.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    rate: { type: 'string', default: '150' },
    devices: { type: 'string', default: '10000' },
  },
});
const [MINUTES, RATE, DEVICES] = [values.minutes, values.rate, values.devices].map(Number) as [
  number,
  number,
  number,
];
const DESTINATIONS = 5;
/** Refuses, hangs and answers, so long each. */
const FLAP_MS = 40_000;
/** Memory that a process takes once: caches fill, the heap finds its size. */
const WARM_UP_SHARE = 0.3;
/** Whatever waits for the flapping one goes out in its own time: its breaker looks once a minute. */
const SETTLE_SECONDS = 300;
const MOST = { slope: 1, loopP99: 100, accept: 50, delivery: 1_000 };

function* uplinks(scene: Scene): Generator<Frame> {
  for (let n = 0; n < MINUTES * 60 * RATE; n++) yield frameOf(scene, n);
}

/** Until it is told to stop; answers in the end. */
function flap(sink: Sink): { stop(): Promise<void> } {
  const ends = new AbortController();
  const flapping = (async () => {
    while (!ends.signal.aborted)
      for (const mode of ['answer', 'refuse', 'answer', 'hang'] as const) {
        await sink.become(mode);
        await sleep(FLAP_MS, undefined, { signal: ends.signal }).catch(() => {});
        if (ends.signal.aborted) break;
      }
    await sink.become('answer');
  })();
  return {
    stop() {
      ends.abort();
      return flapping;
    },
  };
}

async function main(stand: Stand, worker: Worker, sinks: readonly Sink[]): Promise<boolean> {
  const scripts = [{ contract: 'ts013' as const, source: SIX_VALUES }];
  const scene = await makeScene(stand.sql, { devices: DEVICES, scripts, urls: sinks.map(({ url }) => url) });
  const to = { port: worker.port, head: requestHead(scene.connectionId, scene.connectionSecret) };
  console.log(`${MINUTES} minutes at ${RATE}/s of ${DEVICES} devices to ${DESTINATIONS} destinations`);
  const watch = watchWorker(worker);
  const flapping = flap(sinks.at(-1) as Sink);
  const sent = await offer(to, uplinks(scene), RATE);
  const samples = watch.stop();
  await flapping.stop();
  const settled = await quiet(stand, SETTLE_SECONDS);
  const reports = await Promise.all(sinks.map((sink) => sink.report()));
  const faults = await invariantFaults(stand.sql, { unchanged: true });
  return tell({ sent, samples, reports, faults, settled });
}

interface Outcome {
  sent: Sent[];
  samples: Sample[];
  reports: SinkReport[];
  faults: string[];
  settled: boolean;
}

function tell({ sent, samples, reports, faults, settled }: Outcome): boolean {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const accepted = sent.filter(({ status }) => status === 200);
  const slope = slopePerMinute(warm);
  const loops = warm.map(({ loopP99 }) => loopP99);
  const accept = quantile(
    sent.map(({ ms }) => ms),
    0.95,
  );
  const living = reports.slice(0, -1);
  const delivery = quantile(
    living.flatMap((report) => latencies(accepted, report)),
    0.95,
  );
  const wrong = reports.map((report) => lostOf(report, accepted) + report.duplicates + report.badSignatures);
  const thirds = [0, 1, 2].map((n) => warm.slice((n * warm.length) / 3, ((n + 1) * warm.length) / 3));
  const inThirds = (of: (sample: Sample) => number) =>
    thirds.map((part) => quantile(part.map(of), 0.5).toFixed(0)).join(' → ');
  tellFigures([
    ['memory of worker + sandbox after warm-up, in thirds, MB', inThirds(({ memory }) => memory), ''],
    ['  of that the worker’s old objects', inThirds(({ heap }) => heap), ''],
    ['  grows by MB a minute', slope.toFixed(2), `< ${MOST.slope}`],
    ['event loop p99 of 5 s, ms: median', quantile(loops, 0.5).toFixed(1), `< ${MOST.loopP99}`],
    ['  the worst', quantile(loops, 1).toFixed(1), ''],
    ['accepted p95, ms', accept.toFixed(1), `≤ ${MOST.accept}`],
    ['accepted → delivered p95 of the four that are there, ms', delivery.toFixed(1), `≤ ${MOST.delivery}`],
    ['refused or broken', sent.length - accepted.length, '0'],
    ...reports.map((report, n): Figure => {
      const name = n === reports.length - 1 ? 'the flapping one' : `destination ${n + 1}`;
      const counts = [lostOf(report, accepted), report.duplicates, report.reordered, report.badSignatures];
      return [`${name}: lost / duplicates / reordered / bad signatures`, counts.join(' / '), '0 / 0 / 0 / 0'];
    }),
  ]);
  tellFaults(faults);
  if (!settled) console.log('something still waits after the time that all of it should have taken');
  const isWell = slope < MOST.slope && quantile(loops, 0.5) < MOST.loopP99;
  const isInTime = accept <= MOST.accept && delivery <= MOST.delivery;
  const isWhole = wrong.every((n) => n === 0) && faults.length === 0 && accepted.length === sent.length;
  return isWell && isInTime && isWhole && settled;
}

function lostOf({ frames }: SinkReport, accepted: readonly Sent[]): number {
  const arrived = new Set(frames.map(([frame]) => frame));
  return accepted.filter(({ key }) => !arrived.has(key)).length;
}

await onStand('.data/bench-soak-pg', async (stand, started) => {
  const worker = await startWorker(stand);
  started.push(worker);
  const sinks: Sink[] = [];
  while (sinks.length < DESTINATIONS) sinks.push(await startSink(SHARED_SECRET, SIGNING_SECRET));
  try {
    return await main(stand, worker, sinks);
  } finally {
    for (const sink of sinks) sink.stop();
  }
});

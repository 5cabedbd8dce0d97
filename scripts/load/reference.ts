import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Scene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { perSecond } from './figures.ts';
import { frames, saturate } from './frames.ts';
import { processorMs } from './processor-time.ts';
import { drained } from './queues.ts';
import { startSink } from './sink.ts';
import type { Stand } from './stand.ts';

export interface Reference {
  deliveredPerSecond: number;
  /** Milliseconds an uplink, Postgres included. */
  cpu: number;
}

/** As if it were one measurement in two parts. */
export function together(one: Reference, other: Reference): Reference {
  const secondsEach = 1 / one.deliveredPerSecond + 1 / other.deliveredPerSecond;
  return { deliveredPerSecond: Math.round(2 / secondsEach), cpu: (one.cpu + other.cpu) / 2 };
}

const WARM_UP = 10_000;
const COUNT = 20_000;

/**
 * The same uplinks through the least that could be called the same (`reference-process.ts`), on the same machine in the same minute:
 * how fast this machine is just now.
 */
export async function measureReference(stand: Stand, scene: Scene, connections: number): Promise<Reference> {
  const sink = await startSink(SHARED_SECRET, SIGNING_SECRET);
  const child = fork(new URL('./reference-process.ts', import.meta.url), [
    stand.postgres.url,
    sink.url,
    SHARED_SECRET,
    SIGNING_SECRET,
  ]);
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const to = { port, head: 'POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n' };
    await saturate(to, frames(scene, 0, WARM_UP), scene, connections);
    await drained(sink, WARM_UP);
    const parts = () => processorMs(child.pid as number) + processorMs(stand.postgres.pid);
    const [before, began] = [parts(), performance.now()];
    await saturate(to, frames(scene, WARM_UP, COUNT), scene, connections);
    await drained(sink, WARM_UP + COUNT);
    const elapsed = performance.now() - began;
    const { badSignatures, duplicates, reordered } = await sink.report();
    if (badSignatures + duplicates + reordered > 0) throw new Error('the reference delivers badly');
    return { deliveredPerSecond: perSecond(COUNT, elapsed), cpu: (parts() - before) / COUNT };
  } finally {
    child.disconnect();
    sink.stop();
    await stand.sql`drop schema if exists reference cascade`;
  }
}

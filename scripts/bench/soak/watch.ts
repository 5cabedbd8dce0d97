import { residentMb } from '../../load/memory.ts';
import type { Worker } from '../../load/stand.ts';

export interface Sample {
  /** Milliseconds of this process's clock. */
  at: number;
  /** MB of the worker and its sandbox. */
  memory: number;
  /** MB of the worker's old objects: after the last of its collections and what came since. */
  heap: number;
  /** Of the worker's event loop since the sample before, milliseconds. */
  loopP99: number;
}

const EVERY_MS = 5_000;
const LOOP_P99 = /^things_nodejs_eventloop_lag_p99_seconds (\S+)/m;
const OLD_HEAP = /^things_nodejs_heap_space_size_used_bytes\{space="old"\} (\S+)/m;

/** How the worker is while it works. */
export function watchWorker(worker: Worker): { stop(): Sample[] } {
  const samples: Sample[] = [];
  const timer = setInterval(async () => {
    const answer = await fetch(`http://127.0.0.1:${worker.port}/metrics`).catch(() => null);
    const text = (await answer?.text()) ?? '';
    const [seconds, bytes] = [LOOP_P99, OLD_HEAP].map((name) => Number(name.exec(text)?.[1] ?? Number.NaN));
    const memory = residentMb(worker.process.pid as number);
    samples.push({
      at: performance.now(),
      memory,
      heap: (bytes as number) / (1 << 20),
      loopP99: (seconds as number) * 1000,
    });
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return samples;
    },
  };
}

/** The straight line through all of them (least squares): MB a minute. */
export function slopePerMinute(samples: readonly Pick<Sample, 'at' | 'memory'>[]): number {
  const n = samples.length;
  const meanAt = samples.reduce((sum, { at }) => sum + at, 0) / n;
  const meanMemory = samples.reduce((sum, { memory }) => sum + memory, 0) / n;
  const [above, below] = samples.reduce(
    ([a, b], { at, memory }) => [a + (at - meanAt) * (memory - meanMemory), b + (at - meanAt) ** 2],
    [0, 0] as [number, number],
  );
  return (above / below) * 60_000;
}

import type { SinkReport } from '../load/sink.ts';

/** What a run of the chaos is judged by: counted over all of it. */
export const checks = { passed: 0, failed: 0 };

export function check(name: string, isSo: boolean, more = ''): void {
  checks[isSo ? 'passed' : 'failed']++;
  console.log(`${isSo ? 'ok  ' : 'FAIL'} ${name}${more ? ` (${more})` : ''}`);
}

/** Frames, `<DevEUI>/<number>`: what was sent, and what of it was answered with 200. */
export interface Told {
  attempted: ReadonlySet<string>;
  acknowledged: ReadonlySet<string>;
}

export function sixNumbers(told: Told, report: Pick<SinkReport, 'frames' | 'duplicates'>) {
  const arrived = new Set(report.frames.map(([frame]) => frame));
  const lost = [...told.acknowledged].filter((frame) => !arrived.has(frame)).length;
  const unexpected = [...arrived].filter((frame) => !told.attempted.has(frame)).length;
  const recovered = [...arrived].filter(
    (frame) => told.attempted.has(frame) && !told.acknowledged.has(frame),
  ).length;
  const [attempts, acked, duplicated] = [told.attempted.size, told.acknowledged.size, report.duplicates];
  console.log(
    `attempts ${attempts}  acked ${acked}  lost ${lost}  unexpected ${unexpected}  duplicated ${duplicated}  recovered ${recovered}`,
  );
  return { attempts, acked, lost, unexpected, duplicated, recovered };
}

/** A trial of its own kind: begins with an empty database at `dir` and takes about so many seconds. */
export interface TrialOptions {
  dir: string;
  seconds: number;
}

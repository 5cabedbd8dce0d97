import { type Figure, latencies, quantile, tellFaults, tellFigures } from '../../load/figures.ts';
import type { Sent } from '../../load/frames.ts';
import type { SinkReport } from '../../load/sink.ts';
import { joined, type Phase } from './phases.ts';

export interface Outcome {
  rate: number;
  warm: Phase;
  before: Phase;
  refused: Phase;
  hanging: Phase;
  after: Phase;
  living: SinkReport;
  dead: SinkReport;
  /** What waited for the dead one when it came back. */
  waiting: number;
  secondsToReturn: number;
  settled: boolean;
  faults: string[];
}

const MOST_SLOWER = 1.1;
const MOST_MEMORY = 1.1;

export function tell(outcome: Outcome): boolean {
  const { before, refused, hanging, after, living, dead, waiting, settled, faults } = outcome;
  const p99 = (sent: Sent[]) => quantile(latencies(sent, living), 0.99);
  const during = joined(refused, hanging);
  const half = before.sent.length / 2;
  const halves = [before.sent.slice(0, half), before.sent.slice(half)].map(p99);
  const slower = p99(during.sent) / p99(before.sent);
  const third = Math.ceil(during.memory.length / 3);
  const [first, last] = [median(during.memory.slice(0, third)), median(during.memory.slice(-third))];
  const all = joined(outcome.warm, before, during, after).sent;
  const accepted = all.filter(({ status }) => status === 200);
  const ms = (value: number) => value.toFixed(1);
  tellFigures([
    [`living: accepted → delivered p99 before, ms, at ${outcome.rate}/s`, ms(p99(before.sent)), ''],
    ['  its two halves: what the machine adds by itself', halves.map(ms).join(' / '), ''],
    ['  while the other refuses connections', ms(p99(refused.sent)), ''],
    ['  while the other never answers', ms(p99(hanging.sent)), ''],
    ['  both, of what it was before', slower.toFixed(2), `≤ ${MOST_SLOWER.toFixed(2)}`],
    ['  while the other is given what waited', ms(p99(after.sent)), ''],
    ['memory of worker + sandbox before, MB, RSS', median(before.memory).toFixed(0), ''],
    ['  first / last third of the dead time', `${first.toFixed(0)} / ${last.toFixed(0)}`, ''],
    ['  last of first', (last / first).toFixed(2), `≤ ${MOST_MEMORY.toFixed(2)}`],
    ['waiting for the dead one when it came back', waiting, ''],
    ['  all delivered and nothing waiting, s after', ms(outcome.secondsToReturn), ''],
    ['refused or broken', all.length - accepted.length, '0'],
    ...ofSink('living', living, accepted),
    ...ofSink('dead', dead, accepted),
  ]);
  tellFaults(faults);
  const isWhole = [living, dead].every((report) => faultsOf(report, accepted) === 0) && faults.length === 0;
  if (!settled) console.log('something still waits after the time that all of it should have taken');
  return isWhole && settled && slower <= MOST_SLOWER && last / first <= MOST_MEMORY;
}

function lostOf({ frames }: SinkReport, accepted: Sent[]): number {
  const arrived = new Set(frames.map(([frame]) => frame));
  return accepted.filter(({ key }) => !arrived.has(key)).length;
}

function faultsOf(report: SinkReport, accepted: Sent[]): number {
  return lostOf(report, accepted) + report.duplicates + report.reordered + report.badSignatures;
}

function ofSink(name: string, report: SinkReport, accepted: Sent[]): Figure[] {
  const { duplicates, reordered, badSignatures } = report;
  const counts = [lostOf(report, accepted), duplicates, reordered, badSignatures];
  return [[`${name}: lost / duplicates / reordered / bad signatures`, counts.join(' / '), '0 / 0 / 0 / 0']];
}

const median = (values: number[]) => quantile(values, 0.5);

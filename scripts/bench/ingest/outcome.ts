import { availableParallelism } from 'node:os';
import { type Figure, latencies, perSecond, quantile, tellFaults, tellFigures } from '../../load/figures.ts';
import type { Sent } from '../../load/frames.ts';
import { type Memory, sumOf } from '../../load/memory.ts';
import type { Ceiling } from '../../load/raw-ceiling.ts';
import type { Reference } from '../../load/reference.ts';
import type { SinkReport } from '../../load/sink.ts';

export interface Outcome {
  began: number;
  sent: Sent[];
  rate: number;
  rateSent: Sent[];
  report: SinkReport;
  /** Worker, sandbox, Postgres: milliseconds an uplink. */
  cpu: number[];
  /** Processors that were busy with something else than this run. */
  others: number;
  /** Transactions an uplink: what batching saves. */
  commits: number;
  memory: { worker: Memory; sandbox: Memory; web: Memory | null };
  ceiling: Ceiling;
  reference: Reference;
  faults: string[];
}

/** Prints what came of it; true where nothing was lost, doubled, reordered or broken. */
export function tell(outcome: Outcome): boolean {
  const { sent, rateSent, report, others, ceiling, faults } = outcome;
  const arrived = new Map(report.frames);
  const accepted = [...sent, ...rateSent].filter(({ status }) => status === 200);
  const lost = accepted.filter(({ key }) => !arrived.has(key)).length;
  console.log(
    `processors of ${availableParallelism()} that others kept busy during the saturated part: ${others.toFixed(2)}`,
  );
  tellFigures([
    ...speed(outcome, arrived),
    ...memoryFigures(outcome),
    ['refused or broken', sent.length + rateSent.length - accepted.length, '0'],
    ['lost', lost, '0'],
    ['duplicates', report.duplicates, '0'],
    ['reordered per device', report.reordered, '0'],
    ['bad signatures at the sink', report.badSignatures, '0'],
    ['raw Postgres, rows/s in batches of 100, 1 / 4 connections', `${ceiling.one} / ${ceiling.four}`, ''],
  ]);
  tellFaults(faults);
  return lost + report.duplicates + report.reordered + report.badSignatures + faults.length === 0;
}

function speed(
  { began, sent, rate, rateSent, report, cpu, commits, reference }: Outcome,
  arrived: ReadonlyMap<string, number>,
): Figure[] {
  // Not `Math.max(...)`: a long run has more uplinks than a call may have arguments.
  const latest = (a: number, b: number) => Math.max(a, b);
  const lastAccepted = sent.map(({ at }) => at).reduce(latest);
  const lastDelivered = sent.map(({ key }) => arrived.get(key) ?? Number.POSITIVE_INFINITY).reduce(latest);
  const delivered = perSecond(sent.length, lastDelivered - began);
  const whole = cpu.reduce((a, b) => a + b, 0);
  const halves = (values: number[]) =>
    `${quantile(values, 0.5).toFixed(1)} / ${quantile(values, 0.99).toFixed(1)}`;
  const acceptMs = (all: Sent[]) => all.map(({ ms }) => ms);
  return [
    ['accepted/s at saturation', perSecond(sent.length, lastAccepted - began), ''],
    ['delivered/s at saturation', delivered, '≥ 4000'],
    ['  of the least possible service', percent(delivered / reference.deliveredPerSecond), '≥ 66 %'],
    ['accept p50 / p99 at saturation, ms', halves(acceptMs(sent)), ''],
    [`accept p50 / p99 at ${rate}/s, ms`, halves(acceptMs(rateSent)), 'p99 ≤ 15'],
    [`accepted → delivered p50 / p99 at ${rate}/s, ms`, halves(latencies(rateSent, report)), 'p99 ≤ 50'],
    ['CPU per uplink, whole process tree, ms', whole.toFixed(3), '≤ 0.40'],
    ['  times that of the least possible service', (whole / reference.cpu).toFixed(2), '≤ 2.10'],
    ['  of it worker / sandbox / Postgres', cpu.map((ms) => ms.toFixed(3)).join(' / '), ''],
    ['transactions per uplink', commits.toFixed(3), ''],
    [
      'the least possible service: delivered/s, CPU per uplink in ms',
      `${reference.deliveredPerSecond}, ${reference.cpu.toFixed(3)}`,
      '',
    ],
  ];
}

function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`;
}

function memoryFigures({ memory: { worker, sandbox, web } }: Outcome): Figure[] {
  const all = sumOf(web ? [worker, sandbox, web] : [worker, sandbox]);
  const parts = (of: (memory: Memory) => number) =>
    [worker, sandbox, web].map((one) => (one ? of(one).toFixed(0) : '–')).join(' / ');
  const what = web ? 'worker + sandbox + web' : 'worker + sandbox (web is not built: not in it)';
  return [
    [`memory of ${what}, PSS, MB`, all.pss.toFixed(0), web ? '≤ 700' : '≤ 700 with web'],
    ['  of it worker / sandbox / web', parts(({ pss }) => pss), ''],
    [
      '  the same as RSS, what they share counted in each',
      `${all.rss.toFixed(0)}: ${parts(({ rss }) => rss)}`,
      '',
    ],
  ];
}

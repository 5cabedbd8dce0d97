import { dayStart, dayStartAfter } from '#components/ui/calendar.ts';

/** The periods that a graph offers, and a custom one out of the address. Days are those of the reader's calendar. */
export const rangeNames = ['1h', '24h', 'today', 'yesterday', '7d', '30d'] as const;
export type RangeName = (typeof rangeNames)[number];

export interface GraphAsk {
  names: string[];
  range: RangeName | 'custom';
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

const hourMs = 3_600_000;

/** All but yesterday end now; days begin at the reader's midnight, whatever clocks did since. */
export function periodOf(
  range: RangeName,
  now: number,
  zone: string | undefined,
): { from: number; to: number } {
  switch (range) {
    case '1h':
      return { from: now - hourMs, to: now };
    case '24h':
      return { from: now - 24 * hourMs, to: now };
    case 'today':
      return { from: dayStart(now, zone), to: now };
    case 'yesterday':
      return { from: dayStartAfter(now, -1, zone), to: dayStart(now, zone) };
    case '7d':
      return { from: dayStartAfter(now, -6, zone), to: now };
    case '30d':
      return { from: dayStartAfter(now, -29, zone), to: now };
  }
}

export function graphAskOf(
  params: URLSearchParams,
  now: number,
  zone: string | undefined,
  usual: RangeName = '24h',
): GraphAsk {
  const names = [...new Set(params.getAll('name'))].slice(0, 2);
  const from = Date.parse(params.get('from') ?? '');
  const to = Date.parse(params.get('to') ?? '');
  if (Number.isFinite(from) && Number.isFinite(to) && to > from) return { names, range: 'custom', from, to };
  const range = rangeNames.find((name) => name === params.get('range')) ?? usual;
  return { names, range, ...periodOf(range, now, zone) };
}

type Stretch = Pick<GraphAsk, 'from' | 'to'>;

const SHORTEST_MS = 60_000;
const LONGEST_MS = 5 * 366 * 24 * hourMs;

/** As long as it is, later or earlier by this share of it; never beyond now. */
export function pan({ from, to }: Stretch, share: number, now: number): Stretch {
  const by = Math.min(Math.round((to - from) * share), Math.max(now - to, 0));
  return { from: from + by, to: to + by };
}

/** Around the same middle, so many times as long; never beyond now, from a minute to five years. */
export function zoom({ from, to }: Stretch, times: number, now: number): Stretch {
  const length = Math.min(Math.max((to - from) * times, SHORTEST_MS), LONGEST_MS);
  const end = Math.min(Math.round((from + to + length) / 2), Math.max(now, to));
  return { from: Math.round(end - length), to: end };
}

export function writeGraphAsk(params: URLSearchParams, ask: Partial<GraphAsk>): void {
  if (ask.names) {
    params.delete('name');
    for (const name of ask.names) params.append('name', name);
  }
  if (!ask.range) return;
  for (const key of ['range', 'from', 'to']) params.delete(key);
  if (ask.range !== 'custom') params.set('range', ask.range);
  else if (ask.from !== undefined && ask.to !== undefined) {
    params.set('from', new Date(ask.from).toISOString());
    params.set('to', new Date(ask.to).toISOString());
  }
}

/** Battery first, as operators look for it; else what comes most often. */
export function firstNames(measured: readonly { name: string; kind: string; packs: number }[]): string[] {
  const numbers = measured.filter((one) => one.kind === 'number');
  const battery = numbers.find((one) => /batter/i.test(one.name));
  const usual = [...numbers].sort((a, b) => b.packs - a.packs)[0];
  const first = battery ?? usual;
  return first ? [first.name] : [];
}

/** Whether it told both degrees of where it is. */
export function movesOf(measured: readonly { name: string }[]): boolean {
  return ['latitude', 'longitude'].every((degree) => measured.some(({ name }) => name === degree));
}

/** The periods that a graph offers, and a custom one out of the address. */
export const RANGES = { '1h': 1, '6h': 6, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 } as const;
export type RangeName = keyof typeof RANGES;
export const rangeNames = Object.keys(RANGES) as RangeName[];

export interface GraphAsk {
  names: string[];
  range: RangeName | 'custom';
  /** Milliseconds since 1970. */
  from: number;
  to: number;
}

const hourMs = 3_600_000;

export function graphAskOf(params: URLSearchParams, now: number): GraphAsk {
  const names = [...new Set(params.getAll('name'))].slice(0, 2);
  const from = Date.parse(params.get('from') ?? '');
  const to = Date.parse(params.get('to') ?? '');
  if (Number.isFinite(from) && Number.isFinite(to) && to > from) return { names, range: 'custom', from, to };
  const range = rangeNames.find((name) => name === params.get('range')) ?? '24h';
  return { names, range, from: now - RANGES[range] * hourMs, to: now };
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

export type TickKind = 'uplink' | 'downlink' | 'failed';

export interface PulseTick {
  /** Milliseconds since 1970, as `Date.getTime()`. */
  t: number;
  kind: TickKind;
  /** Signal, 0 (worst) … 1 (best); null when it is not known. */
  level: number | null;
  href?: string | undefined;
}

export interface PulseData {
  from: number;
  to: number;
  ticks: readonly PulseTick[];
  expectedEverySeconds?: number | undefined;
}

export interface PlacedTick extends PulseTick {
  x: number;
  y: number;
  height: number;
}

export interface PulseLayout {
  ticks: PlacedTick[];
  /** Where a message was expected and none came. */
  missing: number[];
  tickWidth: number;
}

const unknownLevel = 0.5;
/** The weakest message still stands this high: it did come. */
const leastShare = 0.16;
/** A message this share of its interval late still counts as that message, not as a missing one. */
const lateness = 0.5;
const mostMissing = 400;

export function layoutPulse(data: PulseData, width: number, height: number): PulseLayout {
  const span = data.to - data.from;
  if (!(span > 0) || width <= 0 || height <= 0) return { ticks: [], missing: [], tickWidth: 0 };
  const ticks = data.ticks
    .filter((tick) => tick.t >= data.from && tick.t <= data.to)
    .sort((a, b) => a.t - b.t);
  const tickWidth = widthFor(ticks.length, data, width);
  const place = (t: number) => tickWidth / 2 + ((t - data.from) / span) * (width - tickWidth);
  return {
    tickWidth,
    ticks: order(ticks).map((tick) => {
      const share = Math.min(1, Math.max(0, tick.level ?? unknownLevel));
      const tall = Math.max(2, (leastShare + (1 - leastShare) * share) * height);
      return { ...tick, x: place(tick.t), y: height - tall, height: tall };
    }),
    missing: missingMoments(data, ticks).map(place),
  };
}

/** Ticks keep a gap of their own width between them until that would make them thinner than a line. */
function widthFor(count: number, data: PulseData, width: number): number {
  const expected = data.expectedEverySeconds ? (data.to - data.from) / 1000 / data.expectedEverySeconds : 0;
  const slots = Math.max(count, expected, 1);
  return Math.min(2.5, Math.max(0.9, width / slots / 2));
}

/** What must not be overlooked is drawn last: uplinks, then downlinks, then failures. */
function order(ticks: PulseTick[]): PulseTick[] {
  const rank: Record<TickKind, number> = { uplink: 0, downlink: 1, failed: 2 };
  return [...ticks].sort((a, b) => rank[a.kind] - rank[b.kind] || a.t - b.t);
}

/** Walks from message to message: after each one the next is due an interval later, until one comes. */
export function missingMoments(data: PulseData, sorted: readonly PulseTick[]): number[] {
  const every = (data.expectedEverySeconds ?? 0) * 1000;
  if (every <= 0 || (data.to - data.from) / every > 20_000) return [];
  const heard = sorted.filter((tick) => tick.kind !== 'downlink').map((tick) => tick.t);
  const stops = [...heard, data.to];
  const missing: number[] = [];
  // Before the first message nothing is known of the rhythm: count back from it, or from the end when there is none.
  const first = heard[0] ?? data.to;
  for (let due = first - every; due >= data.from; due -= every) missing.unshift(due);
  for (const [index, last] of heard.entries()) {
    const next = stops[index + 1] ?? data.to;
    const grace = every * lateness;
    for (let due = last + every; due < next - grace; due += every) missing.push(due);
  }
  return thin(missing);
}

function thin(moments: number[]): number[] {
  if (moments.length <= mostMissing) return moments;
  const step = moments.length / mostMissing;
  return Array.from({ length: mostMissing }, (_, index) => moments[Math.floor(index * step)] as number);
}

export interface PulseSummary {
  uplinks: number;
  downlinks: number;
  failed: number;
  missing: number;
  lastAt: number | null;
}

/** What the strip says, for those who do not see it. */
export function summarizePulse(data: PulseData): PulseSummary {
  const inside = data.ticks
    .filter((tick) => tick.t >= data.from && tick.t <= data.to)
    .sort((a, b) => a.t - b.t);
  const count = (kind: TickKind) => inside.filter((tick) => tick.kind === kind).length;
  return {
    uplinks: count('uplink'),
    downlinks: count('downlink'),
    failed: count('failed'),
    missing: missingMoments(data, inside).length,
    lastAt: inside.at(-1)?.t ?? null,
  };
}

/** The tick nearest to a place on the strip, within a finger's reach. */
export function nearestTick(layout: PulseLayout, x: number, reach: number): PlacedTick | null {
  let best: PlacedTick | null = null;
  for (const tick of layout.ticks) {
    const distance = Math.abs(tick.x - x);
    // Drawn later lies on top: with equal distance it is the one the reader sees.
    if (distance <= reach && (best === null || distance <= Math.abs(best.x - x))) best = tick;
  }
  return best;
}

/** Round hours for an axis: as many as fit, at steps a clock knows. */
export function axisMoments(from: number, to: number, most: number, offsetMinutes = 0): number[] {
  const hour = 3_600_000;
  const step =
    [
      hour / 4,
      hour / 2,
      hour,
      2 * hour,
      3 * hour,
      6 * hour,
      12 * hour,
      ...[1, 2, 7, 14, 30, 90].map((days) => days * 24 * hour),
    ].find((each) => (to - from) / each <= most) ?? 365 * 24 * hour;
  const shift = offsetMinutes * 60_000;
  const moments: number[] = [];
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= to; at += step) moments.push(at);
  return moments;
}

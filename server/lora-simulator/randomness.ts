/** Chance that can be repeated: everything follows from a text, so the same seed gives the same month. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Normal distribution, mean 0, deviation 1. */
  normal(): number;
  chance(probability: number): boolean;
  integer(from: number, to: number): number;
}

/** FNV-1a with a final mix, 32 bits. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Mulberry32: good enough for weather and radio, and it has no state but one number. */
export function randomOf(seed: string): Random {
  let state = hash32(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
    integer: (from, to) => from + Math.floor(next() * (to - from + 1)),
  };
}

/** A number of the seed alone, 0 ≤ x < 1: what makes one device a little different from the next. */
export function trait(seed: string, name: string): number {
  return hash32(`${seed}|${name}`) / 4294967296;
}

/** A smooth wandering curve over time, −1…1, that needs no memory: cosine between hashed points `periodSeconds` apart. */
export function wander(seed: string, at: Date, periodSeconds: number): number {
  const x = at.getTime() / 1000 / periodSeconds;
  const cell = Math.floor(x);
  const from = trait(seed, String(cell)) * 2 - 1;
  const to = trait(seed, String(cell + 1)) * 2 - 1;
  const share = (1 - Math.cos((x - cell) * Math.PI)) / 2;
  return from + (to - from) * share;
}

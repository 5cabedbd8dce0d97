import type { LoraJoin, LoraUplink } from '#server/protocols/lorawan/event.ts';
import { type SceneDevice, uplinkOf } from './scene.fixture.ts';

/** Ten minutes apart. */
const EVERY_MS = 600_000;
/** Which of them is the first after the join. */
const JOINED = 110;

/**
 * Two hundred frames of one device as networks and devices bring them into disorder: a counter of sixteen bits that begins
 * anew, a row of lost frames, a session begun anew by a join, and two frames of one moment.
 */
export function disorderedFrames(device: Pick<SceneDevice, 'devEui'>, from: number): LoraUplink[] {
  return Array.from({ length: 200 }, (_, n) => {
    // Every twentieth was seen in the very moment of the one before it.
    const at = from + (n % 20 === 19 ? n - 1 : n) * EVERY_MS;
    const devAddr = n < JOINED ? '00189440' : '0018A7C2';
    return uplinkOf(device, n, { devAddr, fCntUp: counterOf(n), occurredAt: new Date(at).toISOString() });
  });
}

function counterOf(n: number): number {
  if (n < 60) return (65_500 + n) % 65_536;
  if (n < JOINED) return n - 36 + 30;
  return n - JOINED;
}

/** The join that its last session began with, seconds before the first frame of it. */
export function joinAmongFrames({ devEui }: Pick<SceneDevice, 'devEui'>, from: number): LoraJoin {
  const { radio, receptions } = uplinkOf({ devEui }, JOINED);
  const occurredAt = new Date(from + JOINED * EVERY_MS - 5_000).toISOString();
  return {
    kind: 'join',
    devEui,
    occurredAt,
    identity: `join:${devEui}`,
    joinEui: null,
    devAddr: '0018A7C2',
    devNonce: 7,
    accepted: true,
    radio,
    receptions,
  };
}

/** Mulberry32: the same orders in every run, so that a failure can be looked at again. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const made = [...items];
  for (let at = made.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [made[at], made[other]] = [made[other] as T, made[at] as T];
  }
  return made;
}

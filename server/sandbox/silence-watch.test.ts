import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from './contract.ts';
import { SilenceWatch } from './silence-watch.ts';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** When a silent child is killed that gets this share of a processor, in milliseconds from the start of its work. */
function killedAfter(share: number | null, atMost = 3_000): number | null {
  let killed: number | null = null;
  const began = performance.now();
  const watch = new SilenceWatch({
    processorMs: () => (share === null ? null : (performance.now() - began) * share),
    stuck() {},
    over: () => {
      killed = performance.now() - began;
    },
  });
  watch.begin();
  for (let ms = 0; ms < atMost && killed === null; ms++) vi.advanceTimersByTime(1);
  watch.end();
  return killed;
}

describe('a child that is silent', () => {
  it('is killed within 350 ms in all (S14), and not before 300', () => {
    expect(LIMITS.killMs).toBe(300);
    for (const share of [1, 0.8, 0.6, null]) {
      expect(killedAfter(share)).toBeGreaterThanOrEqual(300);
      expect(killedAfter(share)).toBeLessThanOrEqual(350);
    }
  });

  it('is given the time that a crowded machine keeps from it, up to two seconds', () => {
    expect(killedAfter(0.25)).toBeGreaterThan(600);
    expect(killedAfter(0.25)).toBeLessThan(700);
    expect(killedAfter(0.1)).toBeGreaterThan(1_500);
    expect(killedAfter(0)).toBeGreaterThanOrEqual(2_000);
    expect(killedAfter(0)).toBeLessThanOrEqual(2_050);
  });
});

it('a child that answers in time is left alone, however much it works', () => {
  let isOver = false;
  const began = performance.now();
  const watch = new SilenceWatch({
    processorMs: () => performance.now() - began,
    stuck() {},
    over: () => {
      isOver = true;
    },
  });
  watch.begin();
  for (let n = 0; n < 20; n++) {
    vi.advanceTimersByTime(LIMITS.loadMs);
    watch.heard();
  }
  watch.end();
  expect(isOver).toBe(false);
});

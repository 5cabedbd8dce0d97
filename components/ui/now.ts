'use client';
import { useNow } from 'next-intl';
import { useSyncExternalStore } from 'react';

const stepMs = 5_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = 0;

function tick() {
  current = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(tick, stepMs);
  queueMicrotask(() => current === 0 && tick());
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    current = 0;
  };
}

/** One clock for all relative times of a page; the first paint uses the server's moment, so nothing jumps. */
export function useClock(): Date {
  const first = useNow();
  const now = useSyncExternalStore(
    subscribe,
    () => current,
    () => 0,
  );
  return now === 0 ? first : new Date(now);
}

'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SimulatedSender } from '#server/device-simulator/contract.ts';
import { type Reading, type Sent, sendPack } from './send-pack.ts';

const SHOWN = 20;

interface WakeLock {
  release(): Promise<void>;
}

/** Sends when asked and every so often; the newest answers first. */
export function useSending(sender: SimulatedSender, readings: readonly Reading[]) {
  const [log, setLog] = useState<readonly Sent[]>([]);
  /** Kept apart: who sends every second has pushed it out of the answers before it was read. */
  const [received, setReceived] = useState<readonly Sent[]>([]);
  const [count, setCount] = useState(0);
  const [pending, setPending] = useState(false);
  const [every, setEvery] = useState<number | null>(null);
  const latest = useRef(readings);
  latest.current = readings;
  const send = useCallback(async () => {
    if (latest.current.length === 0) return;
    setPending(true);
    const sent = await sendPack(sender, latest.current);
    setPending(false);
    setLog((before) => [sent, ...before].slice(0, SHOWN));
    if (sent.downlink.length > 0) setReceived((before) => [sent, ...before].slice(0, SHOWN));
    if (sent.status === 200) setCount((n) => n + 1);
  }, [sender]);
  useEffect(() => {
    if (every === null) return;
    void send();
    const timer = setInterval(() => void send(), every * 1000);
    return () => clearInterval(timer);
  }, [every, send]);
  useAwake(every !== null);
  return { log, received, count, pending, every, setEvery, send };
}

/** A phone that falls asleep sends nothing. */
function useAwake(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const { wakeLock } = navigator as unknown as {
      wakeLock?: { request(kind: 'screen'): Promise<WakeLock> };
    };
    let held: WakeLock | null = null;
    let ended = false;
    wakeLock?.request('screen').then(
      (lock) => {
        held = lock;
        if (ended) void lock.release();
      },
      () => {},
    );
    return () => {
      ended = true;
      void held?.release();
    };
  }, [wanted]);
}

'use client';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { LiveChange } from '#server/live/contract.ts';
import { listenLive } from './live-connection.ts';

/** Calls back when something that was asked for changed, at most once in `everyMs`, and then with all there was. */
export function useLive(
  concerns: (change: LiveChange) => boolean,
  onChange: () => void,
  { everyMs = 1_000, enabled = true }: { everyMs?: number; enabled?: boolean } = {},
): void {
  const latest = useRef({ concerns, onChange });
  latest.current = { concerns, onChange };
  useEffect(() => {
    if (!enabled) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const run = () => {
      timer = undefined;
      last = Date.now();
      latest.current.onChange();
    };
    const stop = listenLive((change) => {
      if (timer !== undefined || (change !== null && !latest.current.concerns(change))) return;
      timer = setTimeout(run, Math.max(0, last + everyMs - Date.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [everyMs, enabled]);
}

/** Has queries read again when one of these devices changed; `null`: whichever device. */
export function useLiveDevices(
  deviceIds: readonly string[] | null,
  keys: readonly QueryKey[],
  how: { everyMs?: number; enabled?: boolean } = {},
): void {
  const client = useQueryClient();
  useLive(
    (change) =>
      change.configuration ||
      (deviceIds === null
        ? change.deviceIds.length > 0
        : change.deviceIds.some((id) => deviceIds.includes(id))),
    () => {
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    },
    how,
  );
}

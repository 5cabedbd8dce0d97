'use client';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useLive } from '#components/live/use-live.ts';

/** Has queries read again when alerts opened, changed or ended. */
export function useLiveAlerts(...keys: readonly QueryKey[]): void {
  const client = useQueryClient();
  useLive(
    ({ alerts }) => alerts,
    () => {
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    },
    { everyMs: 2_000 },
  );
}

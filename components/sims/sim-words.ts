'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { type ChangeKind, SIM_STATUSES, type SimStatus } from '#server/sims/contract.ts';

/** A value of a change as it is read: statuses have words, plans have names. */
export function useWishWords(): (kind: ChangeKind, value: string) => string {
  const t = useTranslations('sims.status');
  return useCallback(
    (kind, value) =>
      kind === 'status' && (SIM_STATUSES as readonly string[]).includes(value)
        ? t(value as SimStatus)
        : value,
    [t],
  );
}

/** Why the platform did not do it: our words for the kind of it, then its own. */
export function useReasonWords(): (code: string | null, words: string | null) => string {
  const t = useTranslations('errors');
  return (code, words) => {
    const ours = code && t.has(code as never) ? t(code as never, {} as never) : null;
    return [ours, words].filter(Boolean).join(' ') || (code ?? '');
  };
}

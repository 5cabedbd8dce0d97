'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { SimAccount } from '#server/sims/contract.ts';

export const ACCOUNT_STATES = ['active', 'syncing', 'paused', 'failing', 'disabled'] as const;
type Shown = (typeof ACCOUNT_STATES)[number];

const tones: Record<Shown, Tone> = {
  active: 'good',
  disabled: 'idle',
  failing: 'bad',
  paused: 'warn',
  syncing: 'busy',
};

export function AccountPill({ of }: { of: SimAccount }) {
  const t = useTranslations('sims.accounts.state');
  const shown = stateOfAccount(of);
  return (
    <Pill tone={tones[shown]} live={shown === 'syncing'}>
      {t(shown)}
    </Pill>
  );
}

export function stateOfAccount(of: SimAccount): Shown {
  if (of.status === 'disabled') return 'disabled';
  if (of.syncErrorCode) return 'failing';
  if (isPaused(of)) return 'paused';
  return of.syncing ? 'syncing' : 'active';
}

export function isPaused({ pausedUntil }: SimAccount): boolean {
  return pausedUntil !== null && new Date(pausedUntil).getTime() > Date.now();
}

/** Platforms are added by drivers; one without a word here goes by its own name. */
export function usePlatformWord(): (platform: string) => string {
  const t = useTranslations('sims.accounts.platforms');
  return useCallback((platform) => (t.has(platform as 'cisco') ? t(platform as 'cisco') : platform), [t]);
}

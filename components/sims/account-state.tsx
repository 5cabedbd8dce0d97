'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { SimAccount } from '#server/sims/account-contract.ts';
import { stateOfAccount } from '#server/sims/list-rules.ts';

const tones: Record<ReturnType<typeof stateOfAccount>, Tone> = {
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

/** Platforms are added by drivers; one without a word here goes by its own name. */
export function usePlatformWord(): (platform: string) => string {
  const t = useTranslations('sims.accounts.platforms');
  return useCallback((platform) => (t.has(platform as 'cisco') ? t(platform as 'cisco') : platform), [t]);
}

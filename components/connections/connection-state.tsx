'use client';
import { useTranslations } from 'next-intl';
import { Pill } from '#components/ui/pill.tsx';
import type { Connection } from '#server/lora-networks/contract.ts';

type Shown = Pick<Connection, 'status' | 'lastMessageAt'>;

export function stateOfConnection({ status, lastMessageAt }: Shown): 'active' | 'quiet' | 'disabled' {
  if (status === 'disabled') return 'disabled';
  return lastMessageAt === null ? 'quiet' : 'active';
}

const tones = { active: 'good', quiet: 'busy', disabled: 'idle' } as const;

export function ConnectionPill({ of }: { of: Shown }) {
  const t = useTranslations('connections.status');
  const state = stateOfConnection(of);
  return <Pill tone={tones[state]}>{t(state)}</Pill>;
}

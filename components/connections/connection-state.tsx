'use client';
import { useTranslations } from 'next-intl';
import { Pill } from '#components/ui/pill.tsx';
import type { Connection } from '#server/lora-networks/contract.ts';
import { stateOfConnection } from '#server/lora-networks/list-rules.ts';

type Shown = Pick<Connection, 'status' | 'lastMessageAt'>;

const tones = { active: 'good', quiet: 'busy', disabled: 'idle' } as const;

export function ConnectionPill({ of }: { of: Shown }) {
  const t = useTranslations('connections.status');
  const state = stateOfConnection(of);
  return <Pill tone={tones[state]}>{t(state)}</Pill>;
}

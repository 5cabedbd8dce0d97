'use client';
import { useTranslations } from 'next-intl';
import { Pill } from '#components/ui/pill.tsx';
import type { Connection } from '#server/lora-networks/contract.ts';

type Shown = Pick<Connection, 'state'>;

const tones = { active: 'good', quiet: 'busy', disabled: 'idle' } as const;

export function ConnectionPill({ of: { state } }: { of: Shown }) {
  const t = useTranslations('connections.status');
  return <Pill tone={tones[state]}>{t(state)}</Pill>;
}

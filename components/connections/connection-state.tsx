'use client';
import { useTranslations } from 'next-intl';
import { Pill } from '#components/ui/pill.tsx';
import type { Connection } from '#server/lora-networks/contract.ts';

export function ConnectionPill({ of }: { of: Pick<Connection, 'status' | 'lastMessageAt'> }) {
  const t = useTranslations('connections.status');
  if (of.status === 'disabled') return <Pill tone="idle">{t('disabled')}</Pill>;
  if (of.lastMessageAt === null) return <Pill tone="busy">{t('quiet')}</Pill>;
  return <Pill tone="good">{t('active')}</Pill>;
}

'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { MailState } from '#server/mails/contract.ts';

const TONES: Record<MailState, Tone> = { waiting: 'busy', sent: 'good', failed: 'bad', held: 'idle' };

export function MailStatePill({ state }: { state: MailState }) {
  const t = useTranslations('mails.state');
  return <Pill tone={TONES[state]}>{t(state)}</Pill>;
}

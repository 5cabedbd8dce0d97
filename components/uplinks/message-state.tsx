'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { MessageState, UplinkListItem } from '#server/uplinks/contract.ts';

const tones: Record<MessageState, Tone> = {
  waiting: 'busy',
  recorded: 'good',
  failed: 'bad',
  'not-processed': 'idle',
  history: 'idle',
};

interface MessageStatePillProps {
  state: MessageState;
  failures?: number | undefined;
  /** What the decoders made; none at all means that no decoder was concerned. */
  packs?: number | undefined;
}

export function MessageStatePill({ state, failures, packs }: MessageStatePillProps) {
  const t = useTranslations('messages.state');
  if (state === 'recorded' && packs === 0 && !failures)
    return (
      <Pill tone="idle" title={t('untouchedHint')}>
        {t('untouched')}
      </Pill>
    );
  if (state === 'recorded' && failures)
    return (
      <Pill tone="warn" title={t('partlyHint')}>
        {t('partly')}
      </Pill>
    );
  return (
    <Pill tone={tones[state]} title={t(`${state}Hint`)}>
      {t(state)}
    </Pill>
  );
}

/** How many destinations have it. */
export function DeliveryCount({ deliveries }: Pick<UplinkListItem, 'deliveries'>) {
  const t = useTranslations('messages.delivery');
  const { delivered, failed, waiting } = deliveries;
  const all = delivered + failed + waiting;
  if (all === 0) return <span className="text-faint">–</span>;
  const tone = failed > 0 ? 'text-bad' : waiting > 0 ? 'text-up' : 'text-dim';
  return (
    <span className={tone} title={t('counts', { delivered, failed, waiting })}>
      {delivered} / {all}
      {failed > 0 ? ` · ${t('failed', { count: failed })}` : waiting > 0 ? ` · ${t('waiting')}` : ''}
    </span>
  );
}

'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { FrameMark } from '#server/uplinks/contract.ts';

const TONES: Record<FrameMark['mark'], Tone> = {
  gap: 'warn',
  reset: 'warn',
  retransmission: 'idle',
  late: 'idle',
  ahead: 'bad',
  behind: 'warn',
};

/** What is out of the ordinary, in a word each. */
export function MarkPills({ marks }: { marks: readonly FrameMark[] }) {
  const t = useTranslations('messages.mark');
  return marks.map(({ mark, count }) => (
    <span key={mark} className="ml-2 inline-flex" title={t(`note.${mark}`, { count })}>
      <Pill tone={TONES[mark]}>{t(mark, { count })}</Pill>
    </span>
  ));
}

/** The same in sentences. */
export function MarkNotes({ marks, deviceId }: { marks: readonly FrameMark[]; deviceId: string }) {
  const t = useTranslations('messages.mark');
  return marks.map(({ mark, count }) => (
    <Banner
      key={mark}
      kind={mark === 'ahead' ? 'bad' : 'info'}
      title={t(`note.${mark}`, { count })}
      action={
        mark === 'late' ? (
          <ButtonLink size="sm" href={`/manager/devices/${deviceId}/messages?sort=-occurredAt`}>
            {t('inItsPlace')}
          </ButtonLink>
        ) : undefined
      }
    />
  ));
}

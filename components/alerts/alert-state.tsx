'use client';
import BellOff from 'lucide-react/icons/bell-off';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { AlertItem, AlertKind } from '#server/alerts/contract.ts';

const TONES: Record<AlertKind, Tone> = {
  incident: 'bad',
  silent: 'bad',
  late: 'warn',
  'never-heard': 'idle',
};

export function AlertKindPill({ alert }: { alert: Pick<AlertItem, 'kind' | 'status'> }) {
  const t = useTranslations('alerts');
  const isOver = alert.status === 'resolved';
  return <Pill tone={isOver ? 'idle' : TONES[alert.kind]}>{t(`kind.${alert.kind}`)}</Pill>;
}

/** Whether it is open, and who sees to it. */
export function AlertStanding({ alert }: { alert: AlertItem }) {
  const t = useTranslations('alerts');
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {alert.status === 'resolved' ? <Pill tone="good">{t('status.resolved')}</Pill> : null}
      {alert.status === 'open' ? (
        <Pill tone={alert.acknowledged ? 'busy' : 'warn'}>
          {alert.acknowledged ? t('column.acknowledged') : t('status.open')}
        </Pill>
      ) : null}
      {alert.isMuted ? (
        <Pill tone="idle" mark={<BellOff aria-hidden="true" className="size-3" />}>
          {t('muted')}
        </Pill>
      ) : null}
    </span>
  );
}

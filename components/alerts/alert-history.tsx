'use client';
import { useTranslations } from 'next-intl';
import { Time } from '#components/ui/time.tsx';
import { type StepState, Timeline, type TimelineStep } from '#components/ui/timeline.tsx';
import type { AlertEvent, AlertEventKind } from '#server/alerts/contract.ts';

const STATES: Record<AlertEventKind, StepState> = {
  opened: 'failed',
  reopened: 'warn',
  late: 'warn',
  silent: 'failed',
  'never-heard': 'warn',
  joined: 'skipped',
  left: 'warn',
  'member-joined': 'warn',
  'member-back': 'done',
  acknowledged: 'done',
  withdrawn: 'skipped',
  resolved: 'done',
};

/** What happened to an alert, newest first. */
export function AlertHistory({ events }: { events: readonly AlertEvent[] }) {
  const t = useTranslations('alerts');
  const words = useEventWords();
  const steps: TimelineStep[] = events.toReversed().map((event) => ({
    key: String(event.id),
    title: words(event),
    state: STATES[event.event],
    time: <Time value={event.at} look="date" />,
    children: event.detail?.note ? (
      <p className="whitespace-pre-line text-dim text-sm">{event.detail.note}</p>
    ) : undefined,
  }));
  return <Timeline steps={steps} label={t('detail.history')} />;
}

function useEventWords(): (event: AlertEvent) => string {
  const t = useTranslations('alerts.event');
  return ({ event, actor, detail }) => {
    if (event === 'resolved') return t(`resolved.${(detail?.resolution ?? 'heard') as 'heard'}`);
    if (event === 'acknowledged' || event === 'withdrawn') return t(event, { actor: actor ?? '' });
    const members = Number(detail?.members ?? 0);
    if (event === 'opened') return t(event, { members, of: Number(detail?.of ?? 0) });
    if (event === 'member-joined' || event === 'member-back') return t(event, { members });
    return t(event);
  };
}

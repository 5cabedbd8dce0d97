'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Banner } from '#components/ui/banner.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { useTimeWords } from '#components/ui/time.tsx';
import type { AlertItem, AlertMute } from '#server/alerts/contract.ts';
import { alertKeys } from './queries.ts';
import { useLiveAlerts } from './use-live-alerts.ts';
import { useCauseName } from './use-names.ts';

/** On the page of a device: that it is missed, of what that is part, and whether its silence is muted. */
export function DeviceAlert({ deviceId }: { deviceId: string }) {
  const t = useTranslations('alerts.card');
  const time = useTimeWords();
  const causeName = useCauseName();
  const key = alertKeys.device(deviceId);
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      readJson<{ open: AlertItem | null; mutes: AlertMute[] }>(`/rows/devices/${deviceId}/alerts`, signal),
  });
  useLiveAlerts(key);
  const alert = data?.open;
  if (!alert) return null;
  const { incident, acknowledged } = alert;
  const [mute] = data.mutes;
  const since = { time: time.date(new Date(alert.since)) };
  const more = [
    incident &&
      t('part', { name: causeName({ kind: incident.kind, id: incident.source, name: incident.name }) }),
    mute && t('muted', { reason: mute.reason }),
    acknowledged && (acknowledged.note ?? null),
  ].filter(Boolean);
  return (
    <Banner
      kind={alert.kind === 'silent' && !mute ? 'bad' : 'warn'}
      title={alert.kind === 'never-heard' ? t('never-heard') : t(alert.kind as 'silent' | 'late', since)}
      action={
        <ButtonLink size="sm" href={`/manager/alerts/${alert.id}`}>
          {t('open')}
        </ButtonLink>
      }
    >
      {more.join(' · ')}
    </Banner>
  );
}

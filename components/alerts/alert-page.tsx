'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AlertDetail } from '#server/alerts/contract.ts';
import { AlertActions } from './alert-actions.tsx';
import { AlertHistory } from './alert-history.tsx';
import { AlertKindPill, AlertStanding } from './alert-state.tsx';
import { type AlertRights, AlertTable } from './alert-table.tsx';
import { MuteNotes } from './mute-notes.tsx';
import { alertKeys } from './queries.ts';
import { useLiveAlerts } from './use-live-alerts.ts';
import { useAlertName, useCauseName } from './use-names.ts';

/** One alert or incident: what is missed, what that means, what happened, which devices. */
export function AlertPage({ alert: painted, may }: { alert: AlertDetail; may: AlertRights }) {
  const t = useTranslations('alerts');
  const nameOf = useAlertName();
  const key = alertKeys.one(painted.id);
  const alert = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readJson<AlertDetail>(`/rows/alerts/${painted.id}`, signal),
    initialData: painted,
  }).data;
  useLiveAlerts(key);
  const advice = alert.cause?.kind ?? (alert.kind as 'silent' | 'late' | 'never-heard');
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/alerts' }, { label: nameOf(alert) }]} />
      <PageHeader
        title={nameOf(alert)}
        identifiers={
          <span className="flex flex-wrap items-center gap-2">
            <AlertKindPill alert={alert} />
            <AlertStanding alert={alert} />
          </span>
        }
        actions={<AlertActions alert={alert} may={may} />}
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('detail.expected')}>
            <p className="max-w-prose text-dim">{t(`detail.advice.${advice}`)}</p>
          </Panel>
          {alert.kind === 'incident' && alert.members > 0 ? (
            <AlertTable may={may} within={{ field: 'incident', id: alert.id }} />
          ) : null}
          <Panel title={t('detail.history')}>
            <AlertHistory events={alert.events} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Facts alert={alert} />
          {alert.mutes.length > 0 ? (
            <Panel title={t('muted')}>
              <MuteNotes mutes={alert.mutes} mayMute={may.mute} />
            </Panel>
          ) : null}
        </div>
      </div>
    </>
  );
}

function Facts({ alert }: { alert: AlertDetail }) {
  const t = useTranslations('alerts');
  const causeName = useCauseName();
  const { device, cause, incident, acknowledged, members, missing } = alert;
  const time = (value: Date | null) => <Time value={value} look="date" />;
  const link = (href: string, words: string) => (
    <Link href={href} className="rounded-sm text-accent hover:underline">
      {words}
    </Link>
  );
  return (
    <Panel title={t('detail.facts')}>
      <KeyValues
        items={[
          device && {
            key: 'device',
            label: t('detail.device'),
            value: link(`/manager/devices/${device.id}`, device.name),
          },
          !!device?.identifier && {
            key: 'identifier',
            label: t('detail.identifier'),
            value: <Identifier value={device.identifier} />,
          },
          device && { key: 'type', label: t('detail.type'), value: device.typeName },
          device && { key: 'project', label: t('detail.project'), value: device.projectName },
          cause && { key: 'cause', label: t('detail.cause'), value: causeName(cause) },
          cause?.kind === 'connection' && {
            key: 'connection',
            label: '',
            value: link(`/manager/connections/${cause.id}`, t('detail.toConnection')),
          },
          cause &&
            members > 0 && {
              key: 'members',
              label: t('detail.members'),
              value: t('devicesOf', { members, missing }),
            },
          incident && {
            key: 'incident',
            label: t('detail.incident'),
            value: link(
              `/manager/alerts/${incident.id}`,
              causeName({ kind: incident.kind, id: incident.source, name: incident.name }),
            ),
          },
          { key: 'heard', label: t('detail.heard'), value: time(alert.heardAt) },
          {
            key: 'since',
            label: t(alert.kind === 'never-heard' ? 'detail.waitingSince' : 'detail.since'),
            value: time(alert.since),
          },
          { key: 'opened', label: t('detail.opened'), value: time(alert.openedAt) },
          alert.resolvedAt && {
            key: 'resolved',
            label: t('detail.resolved'),
            value: time(alert.resolvedAt),
          },
          acknowledged && {
            key: 'acknowledged',
            label: t('column.acknowledged'),
            value: (
              <>
                {acknowledged.by}, {time(acknowledged.at)}
                {acknowledged.note ? (
                  <span className="block whitespace-pre-line text-dim">
                    <FoldedText text={acknowledged.note} />
                  </span>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}

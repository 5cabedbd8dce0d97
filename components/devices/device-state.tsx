'use client';
import { useTranslations } from 'next-intl';
import { StatusPill } from '#components/ui/pill.tsx';
import type { Activity, DeviceListItem } from '#server/devices/contract.ts';

const statusOf = { online: 'active', late: 'late', silent: 'silent', never: 'new' } as const;

/** One word for how a device is: what was done to it comes before what it does itself. */
export function DeviceState({
  status,
  activity,
  live,
}: Pick<DeviceListItem, 'status'> & { activity: Activity; live?: boolean | undefined }) {
  const t = useTranslations('devices.state');
  if (status === 'DEACTIVATED') return <StatusPill status="deactivated" title={t('deactivatedHint')} />;
  return <StatusPill status={statusOf[activity]} live={live} title={t(`${activity}Hint`)} />;
}

'use client';
import { useTranslations } from 'next-intl';
import { useUrlParams } from '#components/ui/url-params.ts';
import { ViewSwitch } from '#components/ui/view-switch.tsx';

interface DataViewsProps {
  deviceId: string;
  /** Whether it ever told where it is. */
  moves: boolean;
}

/** What a device measured: over time, row by row, and where it was; the period stays the same. */
export function DataViews({ deviceId, moves }: DataViewsProps) {
  const t = useTranslations('devices.dataViews');
  const [params] = useUrlParams();
  const base = `/manager/devices/${deviceId}/graph`;
  const kept = new URLSearchParams();
  for (const key of ['range', 'from', 'to']) {
    const value = params.get(key);
    if (value) kept.set(key, value);
  }
  const period = kept.size > 0 ? `?${kept}` : '';
  return (
    <ViewSwitch
      label={t('label')}
      views={[
        { href: `${base}${period}`, label: t('graph') },
        { href: `${base}/table`, label: t('table') },
        ...(moves ? [{ href: `${base}/track${period}`, label: t('track') }] : []),
      ]}
    />
  );
}

'use client';
import { useTimeZone, useTranslations } from 'next-intl';
import {
  emptyTableQuery,
  encodeTableQuery,
  type TableFilter,
} from '#components/ui/data-table/table-query.ts';
import { useUrlParams } from '#components/ui/url-params.ts';
import { ViewSwitch } from '#components/ui/view-switch.tsx';
import { graphAskOf } from './graph-range.ts';

interface DataViewsProps {
  deviceId: string;
  /** Whether it ever told where it is. */
  moves: boolean;
  /** The server's moment, so that the first paint is the same on both sides. */
  now: number;
}

/** What a device measured: over time, row by row, and where it was; the period stays the same. */
export function DataViews({ deviceId, moves, now }: DataViewsProps) {
  const t = useTranslations('devices.dataViews');
  const [params] = useUrlParams();
  const base = `/manager/devices/${deviceId}/graph`;
  const kept = new URLSearchParams();
  for (const key of ['range', 'from', 'to']) {
    const value = params.get(key);
    if (value) kept.set(key, value);
  }
  const zone = useTimeZone();
  const period = kept.size > 0 ? `?${kept}` : '';
  const rows = new URLSearchParams(kept);
  if (kept.size > 0) {
    const { from, to } = graphAskOf(kept, now, zone);
    const value: [string, string] = [new Date(from).toISOString(), new Date(to).toISOString()];
    const filters: TableFilter[] = [{ field: 'time', op: 'between', value }];
    for (const filter of encodeTableQuery({ ...emptyTableQuery, filters }).getAll('f'))
      rows.append('f', filter);
  }
  return (
    <ViewSwitch
      label={t('label')}
      views={[
        { href: `${base}${period}`, label: t('graph') },
        { href: `${base}/table${rows.size > 0 ? `?${rows}` : ''}`, label: t('table') },
        ...(moves ? [{ href: `${base}/track${period}`, label: t('track') }] : []),
      ]}
    />
  );
}

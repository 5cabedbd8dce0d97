'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { BroughtColumns, DataColumn } from '#components/ui/data-table/table-types.ts';
import { MeasuredNumber } from '#components/uplinks/measured-value.tsx';
import type { DeviceListItem, TwinCell } from '#server/devices/contract.ts';
import { VALUE_GROUP } from './value-group.ts';

/** What devices report about themselves, each name a column that the reader may add. */
export function useValueColumns<Row extends DeviceListItem>(): BroughtColumns<Row> {
  const t = useTranslations('devices.values');
  return useMemo(
    () => ({
      group: VALUE_GROUP,
      title: t('title'),
      hint: t('hint'),
      find: (text, signal) =>
        readJson<string[]>(`/rows/twin-names${text ? `?${new URLSearchParams({ q: text })}` : ''}`, signal),
      column: (name): DataColumn<Row> => ({
        id: `${VALUE_GROUP}:${name}`,
        header: name,
        align: 'end',
        width: 120,
        sortable: true,
        filter: { kind: 'value' },
        cell: (row) => <ReportedCell cell={row.twin?.[name]} />,
      }),
    }),
    [t],
  );
}

function ReportedCell({ cell }: { cell: TwinCell | undefined }) {
  const t = useTranslations('devices.values');
  const format = useFormatter();
  if (!cell || cell.value === null) return <span className="text-faint">–</span>;
  const { value, unit, at } = cell;
  const told = t('at', { when: format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' }) });
  return (
    <span title={told} className="inline-block max-w-40 truncate align-bottom">
      {typeof value === 'number' ? (
        <MeasuredNumber value={value} unit={unit} />
      ) : typeof value === 'boolean' ? (
        t(value ? 'yes' : 'no')
      ) : (
        value
      )}
    </span>
  );
}

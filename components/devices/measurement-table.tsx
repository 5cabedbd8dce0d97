'use client';
import Table2 from 'lucide-react/icons/table-2';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import { MeasuredValue } from '#components/uplinks/measured-value.tsx';
import { MEASURED, type MeasuredName, type MeasurementRow } from '#server/measurements/series-contract.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';
import { deviceKeys } from './queries.ts';

/** Columns that stand there at once; the others are chosen. */
const SHOWN = 6;
const MOST = 40;
/** Of a device that moves they come first. */
const PLACES = ['radius', 'longitude', 'latitude'];

/** What a graph is drawn of, row by row: filtered, sorted, taken along as a file. */
export function MeasurementTable({ deviceId, names }: { deviceId: string; names: MeasuredName[] }) {
  const t = useTranslations('devices.measurements');
  const key = [...deviceKeys.series(deviceId), 'rows'];
  useLiveDevices([deviceId], [key], { everyMs: 5_000 });
  return (
    <DataTable<MeasurementRow>
      id="measurements"
      label={t('title')}
      columns={useMeasurementColumns(names)}
      rowId={(row) => `${row.id}-${row.part}`}
      queryKey={key}
      fetchPage={(query, signal) => fetchRows(`devices/${deviceId}/measurements`, query, signal)}
      exportHref={exportHref(`devices/${deviceId}/measurements`)}
      searchPlaceholder={t('search')}
      height="auto"
      empty={{ icon: <Table2 aria-hidden="true" />, title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}

function useMeasurementColumns(names: MeasuredName[]): DataColumn<MeasurementRow>[] {
  const t = useTranslations('devices.measurements');
  return useMemo(() => {
    const rank = ({ name }: MeasuredName) => PLACES.indexOf(name);
    const usual = names.toSorted((a, b) => rank(b) - rank(a) || b.packs - a.packs).slice(0, SHOWN);
    return [
      {
        id: 'time',
        header: t('time'),
        mono: true,
        width: 178,
        sortable: true,
        filter: { kind: 'date' },
        phone: 'title',
        cell: (row) => <Time value={row.time} look="clock" hover="ago" />,
      },
      ...names.slice(0, MOST).map(
        (one): DataColumn<MeasurementRow> => ({
          id: `${MEASURED}${one.name}`,
          header: one.units[0] ? `${one.name} (${unitShown(one.units[0]) ?? one.units[0]})` : one.name,
          align: 'end',
          width: 130,
          sortable: true,
          hidden: !usual.includes(one),
          filter: { kind: 'value' },
          phone: usual[0] === one ? 'corner' : usual[1] === one ? 'left' : undefined,
          cell: (row) => (
            <>
              {/* On a phone no head of a column says what it is. */}
              <span className="mr-2 text-faint text-xs sm:hidden">{one.name}</span>
              <MeasuredValue
                record={Object.hasOwn(row.values, one.name) ? (row.values[one.name] ?? null) : null}
              />
            </>
          ),
        }),
      ),
      {
        id: 'receivedAt',
        header: t('received'),
        mono: true,
        width: 178,
        hidden: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.receivedAt} look="clock" hover="ago" />,
      },
      {
        id: 'message',
        header: t('message'),
        align: 'end',
        mono: true,
        width: 100,
        phone: 'right',
        cell: (row) => (
          <Link href={`/manager/messages/${row.uplinkId}`} className="text-accent hover:underline">
            {row.uplinkId}
          </Link>
        ),
      },
    ];
  }, [names, t]);
}

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
import type { RecordValue } from '#server/protocols/senml/record.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';
import { deviceKeys } from './queries.ts';

/** Columns that stand there at once; the others are chosen, and until then stand in one together. */
const SHOWN = 5;
const MOST = 40;
/** Of the values without a column of their own. */
const TOLD = 4;
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
    const ranked = names.toSorted((a, b) => rank(b) - rank(a) || b.packs - a.packs);
    // One more takes no more room than the column of the others would.
    const usual = ranked.slice(0, names.length === SHOWN + 1 ? SHOWN + 1 : SHOWN);
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
            <NamedValue
              name={one.name}
              record={Object.hasOwn(row.values, one.name) ? row.values[one.name] : undefined}
            />
          ),
        }),
      ),
      ...(names.length > usual.length ? [otherValues(t, new Set(usual.map(({ name }) => name)))] : []),
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

/** On a phone no head of a column says what it is; there, what is missing is left out. */
function NamedValue({ name, record }: { name: string; record: RecordValue | undefined }) {
  return (
    <span className={record ? undefined : 'max-sm:hidden'}>
      <span className="mr-2 text-faint text-xs sm:hidden">{name}</span>
      <MeasuredValue record={record ?? null} />
    </span>
  );
}

/**
 * What a row holds besides the columns that stand there at once: the pack of another decoder, whose names are others, is
 * no row of dashes.
 */
function otherValues(
  t: ReturnType<typeof useTranslations<'devices.measurements'>>,
  usual: ReadonlySet<string>,
): DataColumn<MeasurementRow> {
  return {
    id: 'others',
    header: t('others'),
    phone: 'wide',
    cell: (row) => {
      const others = Object.entries(row.values).filter(([name]) => !usual.has(name));
      return (
        <span className="block max-w-44 truncate 2xl:max-w-80 max-sm:max-w-none max-sm:line-clamp-2 max-sm:whitespace-normal">
          {others.slice(0, TOLD).map(([name, record]) => (
            <span key={name} className="mr-3">
              <span className="text-faint text-xs">{name}</span> <MeasuredValue record={record} />
            </span>
          ))}
          {others.length > TOLD ? (
            <span className="text-faint text-xs">{t('more', { count: others.length - TOLD })}</span>
          ) : null}
        </span>
      );
    },
  };
}

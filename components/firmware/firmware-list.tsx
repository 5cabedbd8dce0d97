'use client';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { useLive } from '#components/live/use-live.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { countColumn } from '#components/ui/data-table/count-column.tsx';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { useCopies } from '#components/ui/data-table/use-copies.ts';
import { Time } from '#components/ui/time.tsx';
import type { FirmwareVersion } from '#server/firmware/contract.ts';
import { assigned, commandText, firmwareList, underWay } from '#server/firmware/list-rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { FileSize } from './file-size.tsx';
import { NewFirmwareDialog, type NewFirmwareProps } from './new-firmware.tsx';

interface FirmwareListProps extends NewFirmwareProps {
  versions: FirmwareVersion[];
  views: TableViewItem[];
  mayCreate: boolean;
}

export function FirmwareList({ versions, views, types, mayCreate }: FirmwareListProps) {
  const t = useTranslations('firmware');
  const router = useRouter();
  const copies = useCopies();
  useLive(({ configuration }) => configuration, router.refresh, { everyMs: 5_000 });
  return (
    <HeldTable
      id="firmware"
      label={t('title')}
      columns={useColumns(versions)}
      rows={versions}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/firmware/${row.id}`}
      copies={({ id, version }) => copies({ id, name: version })}
      list={firmwareList}
      views={useTableViews('firmware', views)}
      exportHref={exportHref('firmware')}
      searchPlaceholder={t('searchVersions')}
      empty={{
        icon: <HardDriveDownload aria-hidden="true" />,
        title: t('empty.title'),
        text: t('empty.text'),
        action: mayCreate ? <NewFirmwareDialog types={types} /> : undefined,
      }}
    />
  );
}

function useColumns(versions: FirmwareVersion[]): DataColumn<FirmwareVersion>[] {
  const t = useTranslations('firmware');
  return useMemo(() => {
    const types = [...new Set(versions.map(({ deviceType }) => deviceType.name))].sort();
    return [
      {
        id: 'version',
        header: t('column.version'),
        phone: 'title',
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <span className="font-medium">{row.version}</span>,
      },
      {
        id: 'type',
        header: t('column.type'),
        phone: 'left',
        sortable: true,
        filter: { kind: 'enum', options: types.map((value) => ({ value, label: value })) },
        cell: (row) => <span className="text-dim">{row.deviceType.name}</span>,
      },
      {
        id: 'size',
        header: t('column.size'),
        phone: 'corner',
        align: 'end',
        width: 150,
        sortable: true,
        filter: { kind: 'number', unit: 'B' },
        cell: (row) =>
          row.file ? <FileSize bytes={row.file.size} /> : <span className="text-dim">{t('command')}</span>,
      },
      {
        id: 'devices',
        header: t('column.devices'),
        phone: 'wide',
        sortable: true,
        filter: { kind: 'number' },
        cell: (row) => <Counts of={row.counts} />,
      },
      { ...countColumn('installed', t('status.installed'), '', installedOf), hidden: true },
      {
        ...countColumn('open', t('column.underWay'), 'text-up', ({ counts }) => underWay(counts)),
        hidden: true,
      },
      { ...countColumn('failed', t('status.failed'), 'font-medium text-bad', failedOf), hidden: true },
      ...told(t),
      {
        id: 'added',
        header: t('column.added'),
        phone: 'right',
        align: 'end',
        width: 130,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.createdAt} />,
      },
    ];
  }, [t, versions]);
}

const installedOf = ({ counts }: FirmwareVersion) => counts.installed;
const failedOf = ({ counts }: FirmwareVersion) => counts.failed;

/** What was told of it when it was added. */
function told(t: ReturnType<typeof useTranslations<'firmware'>>): DataColumn<FirmwareVersion>[] {
  const text = (id: string, header: string, of: (row: FirmwareVersion) => string | null) => ({
    id,
    header,
    hidden: true,
    filter: { kind: 'text' as const },
    cell: (row: FirmwareVersion) => <span className="text-dim">{of(row) ?? '–'}</span>,
  });
  return [
    text('file', t('file'), (row) => row.file?.name ?? null),
    text('command', t('command'), (row) => row.command && commandText(row.command)),
    text('notes', t('notes'), (row) => row.notes),
    text('by', t('column.by'), (row) => row.createdBy),
  ];
}

function Counts({ of }: { of: FirmwareVersion['counts'] }) {
  const t = useTranslations('firmware');
  if (assigned(of) === 0) return <span className="text-faint">{t('nobody')}</span>;
  const { installed, failed } = of;
  // In one piece: on a phone the parts of a cell stand beside each other.
  return (
    <span>
      {t.rich('counts', {
        installed,
        failed,
        open: underWay(of),
        bad: (words) => <span className={failed > 0 ? 'text-bad' : 'text-dim'}>{words}</span>,
      })}
    </span>
  );
}

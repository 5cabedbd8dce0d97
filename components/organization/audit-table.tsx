'use client';
import History from 'lucide-react/icons/history';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Drawer } from '#components/ui/drawer.tsx';
import { Time } from '#components/ui/time.tsx';
import { OPERATIONS } from '#server/access/operations.ts';
import type { AuditItem } from '#server/audit/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { changesOf, writtenValue } from './audit-changes.ts';
import { AuditDetail } from './audit-detail.tsx';
import { ActorCell, viaColumn } from './audit-parts.tsx';

export interface AuditTableProps {
  initial: { query: TableQuery; page: TablePage<AuditItem> } | undefined;
  views: TableViewItem[];
}

export function AuditTable({ initial, views }: AuditTableProps) {
  const t = useTranslations('organization.audit');
  const columns = useColumns();
  const [opened, setOpened] = useState<AuditItem | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <DataTable<AuditItem>
        id="audit-log"
        label={t('title')}
        columns={columns}
        rowId={(row) => String(row.id)}
        onRowOpen={(row) => {
          setOpened(row);
          setOpen(true);
        }}
        activeRowId={open && opened ? String(opened.id) : undefined}
        queryKey={['audit']}
        fetchPage={(query, signal) => fetchRows('audit', query, signal)}
        initial={initial}
        views={useTableViews('audit-log', views)}
        exportHref={exportHref('audit')}
        searchPlaceholder={t('search')}
        rowLines={2}
        empty={{ icon: <History aria-hidden="true" />, title: t('emptyTitle'), text: t('emptyText') }}
      />
      <Drawer
        open={open}
        onOpenChange={setOpen}
        title={t('detail', { id: String(opened?.id ?? '') })}
        className="w-[560px]! max-sm:max-w-[100vw]!"
      >
        {opened ? <AuditDetail item={opened} /> : null}
      </Drawer>
    </>
  );
}

const written = Object.keys(OPERATIONS).filter((name) => !name.endsWith('.read'));

function useColumns(): DataColumn<AuditItem>[] {
  const t = useTranslations('organization.audit');
  return useMemo(
    () => [
      {
        id: 'at',
        phone: 'right',
        header: t('at'),
        sortable: true,
        filter: { kind: 'date' },
        mono: true,
        width: 170,
        cell: (row) => <Time value={row.at} look="clock" />,
      },
      {
        id: 'actor',
        phone: 'left',
        header: t('actor'),
        filter: { kind: 'text' },
        cell: (row) => <ActorCell item={row} t={t} />,
      },
      {
        id: 'operation',
        phone: 'corner',
        header: t('operation'),
        filter: { kind: 'enum', options: written.map((value) => ({ value, label: value })) },
        cell: (row) => <OperationCell operation={row.operation} t={t} />,
      },
      {
        id: 'objectName',
        phone: 'title',
        header: t('object'),
        filter: { kind: 'text' },
        cell: (row) => (
          <>
            <span className="block max-w-64 truncate">{row.object.name ?? row.object.id}</span>
            <span className="block text-faint text-xs">{row.object.kind}</span>
          </>
        ),
      },
      {
        id: 'change',
        phone: 'wide',
        header: t('change'),
        cell: (row) => <ChangeLine item={row} />,
      },
      viaColumn(t),
      {
        id: 'address',
        header: t('address'),
        mono: true,
        hidden: true,
        filter: { kind: 'text' },
        cell: (row) => row.address ?? <span className="text-faint">–</span>,
      },
    ],
    [t],
  );
}

/** In words, and as programs, filters and files name it. */
function OperationCell({
  operation,
  t,
}: {
  operation: string;
  t: ReturnType<typeof useTranslations<'organization.audit'>>;
}) {
  const key = `did.${operation.split('.').at(-1)}` as 'did.create';
  return (
    <>
      {t.has(key) ? <span className="block">{t(key)}</span> : null}
      <span className="mono block text-faint text-xs">{operation}</span>
    </>
  );
}

function ChangeLine({ item }: { item: AuditItem }) {
  const [first, ...rest] = changesOf(item);
  if (!first) return <span className="text-faint">–</span>;
  return (
    <span className="block max-w-72 truncate text-dim text-sm">
      {first.field}: {first.before === undefined ? '' : `${writtenValue(first.before)} → `}
      <span className="text-ink">{writtenValue(first.after)}</span>
      {rest.length > 0 ? <span className="text-faint"> +{rest.length}</span> : null}
    </span>
  );
}

'use client';
import ArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { flowSource } from '#components/flows/use-flow-choices.ts';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { DataColumn, ExtraFilter } from '#components/ui/data-table/table-types.ts';
import { HourStrip } from '#components/ui/hour-strip.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DestinationRowItem } from '#server/destinations/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { DestinationPill, useKindWord } from './destination-state.tsx';
import { destinationKeys } from './queries.ts';

export interface DestinationTableProps {
  initial: { query: TableQuery; page: TablePage<DestinationRowItem> } | undefined;
  views: TableViewItem[];
  projects: { id: string; name: string }[];
  projectId?: string | undefined;
  mayCreate: boolean;
}

export function DestinationTable({ initial, views, projects, projectId, mayCreate }: DestinationTableProps) {
  const t = useTranslations('destinations');
  const columns = useColumns(projectId);
  const filters = useMemo(
    (): ExtraFilter[] =>
      projectId
        ? []
        : [
            {
              field: 'project',
              label: t('column.project'),
              filter: {
                kind: 'enum',
                options: projects.map(({ id, name }) => ({ value: id, label: name })),
                optional: true,
              },
            },
          ],
    [t, projects, projectId],
  );
  return (
    <DataTable
      id="destinations"
      label={t('title')}
      columns={columns}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/destinations/${row.id}`}
      rowLines={2}
      queryKey={[...destinationKeys.list, projectId ?? '']}
      fetchPage={(query, signal) => fetchRows('destinations', withinProject(query, projectId), signal)}
      initial={initial}
      views={useTableViews('destinations', views)}
      exportHref={exportHref('destinations', (query) => withinProject(query, projectId))}
      searchPlaceholder={t('search')}
      extraFilters={filters}
      empty={{
        icon: <ArrowRightToLine aria-hidden="true" />,
        title: t('empty.title'),
        text: t('empty.text'),
        action: mayCreate ? <NewDestinationLink /> : undefined,
      }}
    />
  );
}

export function NewDestinationLink() {
  const t = useTranslations('destinations');
  return (
    <ButtonLink variant="primary" href="/manager/destinations/new" icon={<Plus aria-hidden="true" />}>
      {t('add')}
    </ButtonLink>
  );
}

const SHOWN_FLOWS = 2;

function useColumns(projectId: string | undefined): DataColumn<DestinationRowItem>[] {
  const t = useTranslations('destinations');
  const kindWord = useKindWord();
  return useMemo(
    () => [
      {
        id: 'name',
        phone: 'title',
        header: t('column.name'),
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => (
          <NameCell name={row.name}>
            {row.failuresInARow > 0 && row.lastError
              ? row.lastError
              : (row.description ?? kindWord(row.kind))}
          </NameCell>
        ),
      },
      {
        id: 'status',
        phone: 'corner',
        header: t('column.status'),
        width: 130,
        filter: {
          kind: 'enum',
          options: (['active', 'paused', 'suspended'] as const).map((value) => ({
            value,
            label: t(`status.${value}`),
          })),
        },
        cell: (row) => <DestinationPill of={row} />,
      },
      {
        id: 'kind',
        header: t('column.kind'),
        width: 90,
        hidden: true,
        filter: { kind: 'enum', options: [{ value: 'https', label: kindWord('https') }] },
        cell: (row) => <span className="text-dim">{kindWord(row.kind)}</span>,
      },
      {
        id: 'flows',
        field: 'flow',
        phone: 'left',
        header: t('column.flows'),
        filter: { kind: 'enum', options: [], source: flowSource(projectId ?? null, []), optional: true },
        cell: (row) => <FlowNames flows={row.flows} />,
      },
      {
        id: 'day',
        phone: 'wide',
        header: t('column.day'),
        width: 200,
        cell: (row) => (
          <HourStrip
            hours={row.hours.map(({ at, delivered, failed }) => ({ at, good: delivered, bad: failed }))}
          />
        ),
      },
      {
        id: 'success',
        header: t('column.success'),
        align: 'end',
        width: 130,
        cell: (row) => <Quantity value={row.delivered24h} />,
      },
      {
        id: 'failed',
        header: t('column.failed'),
        align: 'end',
        width: 110,
        cell: (row) => (
          <span className={row.failed24h > 0 ? 'font-medium text-bad' : 'text-faint'}>
            <Quantity value={row.failed24h} />
          </span>
        ),
      },
      {
        id: 'backlog',
        header: t('column.backlog'),
        align: 'end',
        width: 100,
        cell: (row) => (
          <span className={row.backlog > 0 ? 'text-up' : 'text-faint'}>
            <Quantity value={row.backlog} />
          </span>
        ),
      },
      {
        id: 'createdAt',
        header: t('column.createdAt'),
        align: 'end',
        hidden: true,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.createdAt} />,
      },
    ],
    [t, kindWord, projectId],
  );
}

function FlowNames({ flows }: { flows: DestinationRowItem['flows'] }) {
  const t = useTranslations('destinations');
  if (flows.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="block max-w-64 truncate text-dim" title={flows.map((flow) => flow.name).join(', ')}>
      {flows
        .slice(0, SHOWN_FLOWS)
        .map((flow) => flow.name)
        .join(', ')}
      {flows.length > SHOWN_FLOWS ? ` ${t('andMore', { count: flows.length - SHOWN_FLOWS })}` : ''}
    </span>
  );
}

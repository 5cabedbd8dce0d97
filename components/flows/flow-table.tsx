'use client';
import Workflow from 'lucide-react/icons/workflow';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { rowSource } from '#components/frame/row-source.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { DataColumn, ExtraFilter } from '#components/ui/data-table/table-types.ts';
import { useCopies } from '#components/ui/data-table/use-copies.ts';
import { HourStrip } from '#components/ui/hour-strip.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { FlowRowItem } from '#server/flows/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { FlowFormDialog, type FlowProject } from './flow-form.tsx';
import { WarningBadge } from './flow-warnings.tsx';
import { flowKeys } from './queries.ts';

export interface FlowTableProps {
  projects: FlowProject[];
  initial: { query: TableQuery; page: TablePage<FlowRowItem> } | undefined;
  views: TableViewItem[];
  /** Narrows every page to one project: the picker's choice. */
  projectId?: string | undefined;
  mayCreate: boolean;
}

export function FlowTable({ projects, initial, views, projectId, mayCreate }: FlowTableProps) {
  const t = useTranslations('flows');
  const columns = useFlowColumns(projects, projectId !== undefined);
  const filters = useMemo(() => [linkedTo(t('column.destination'))], [t]);
  return (
    <DataTable
      id="flows"
      label={t('title')}
      columns={columns}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/flows/${row.id}`}
      rowLines={2}
      copies={useCopies()}
      queryKey={[...flowKeys.list, projectId ?? '']}
      fetchPage={(query, signal) => fetchRows('flows', withinProject(query, projectId), signal)}
      initial={initial}
      views={useTableViews('flows', views)}
      exportHref={exportHref('flows', (query) => withinProject(query, projectId))}
      searchPlaceholder={t('search')}
      extraFilters={filters}
      empty={{
        icon: <Workflow aria-hidden="true" />,
        title: t('empty.title'),
        text: t('empty.text'),
        action: mayCreate ? <FlowFormDialog projects={projects} projectId={projectId} /> : undefined,
      }}
    />
  );
}

const linkedTo = (label: string): ExtraFilter => ({
  field: 'destination',
  label,
  filter: { kind: 'enum', options: [], source: rowSource('destinations'), optional: true },
});

function useFlowColumns(projects: FlowProject[], oneProject: boolean): DataColumn<FlowRowItem>[] {
  const t = useTranslations('flows.column');
  return useMemo(
    () => [
      {
        id: 'name',
        phone: 'title',
        header: t('name'),
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <NameCell name={row.name}>{row.description}</NameCell>,
      },
      {
        id: 'project',
        phone: 'left',
        header: t('project'),
        hidden: oneProject,
        ...(oneProject
          ? {}
          : {
              filter: {
                kind: 'enum' as const,
                options: projects.map(({ id, name }) => ({ value: id, label: name })),
              },
            }),
        cell: (row) => <span className="block max-w-56 truncate text-dim">{row.project.name}</span>,
      },
      {
        id: 'attention',
        phone: 'corner',
        header: t('attention'),
        width: 130,
        cell: (row) => <WarningBadge flowId={row.id} warnings={row.warnings} />,
      },
      {
        id: 'day',
        phone: 'wide',
        header: t('day'),
        width: 200,
        cell: (row) => (
          <HourStrip
            hours={row.hours.map(({ at, messages, failures }) => ({
              at,
              good: messages - Math.min(failures, messages),
              bad: Math.min(failures, messages),
            }))}
          />
        ),
      },
      {
        id: 'lastHour',
        header: t('lastHour'),
        align: 'end',
        width: 90,
        cell: (row) => <Quantity value={row.hours.at(-1)?.messages ?? 0} />,
      },
      {
        id: 'devices',
        header: t('devices'),
        align: 'end',
        width: 90,
        filter: { kind: 'number' },
        cell: (row) => <Quantity value={row.deviceCount} />,
      },
      {
        id: 'destinations',
        header: t('destinations'),
        align: 'end',
        width: 110,
        filter: { kind: 'number' },
        cell: (row) => <Quantity value={row.destinationCount} />,
      },
      {
        id: 'createdAt',
        header: t('createdAt'),
        align: 'end',
        width: 100,
        hidden: true,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.createdAt} />,
      },
    ],
    [t, projects, oneProject],
  );
}

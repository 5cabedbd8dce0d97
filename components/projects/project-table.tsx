'use client';
import FolderKanban from 'lucide-react/icons/folder-kanban';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import { LIMITED, type Limited, type Project, SUBSCRIPTIONS } from '#server/projects/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { ProjectFormDialog } from './project-form.tsx';
import { projectKeys } from './queries.ts';

export interface ProjectTableProps {
  initial: { query: TableQuery; page: TablePage<Project> } | undefined;
  views: TableViewItem[];
  mayCreate: boolean;
}

export function ProjectTable({ initial, views, mayCreate }: ProjectTableProps) {
  const t = useTranslations('organization.projects');
  return (
    <DataTable
      id="projects"
      label={t('title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowHref={(row) => `/organization/projects/${row.id}`}
      rowLines={2}
      queryKey={projectKeys.list}
      fetchPage={(query, signal) => fetchRows('projects', query, signal)}
      initial={initial}
      views={useTableViews('projects', views)}
      exportHref={exportHref('projects')}
      searchPlaceholder={t('search')}
      empty={{
        icon: <FolderKanban aria-hidden="true" />,
        title: t('emptyTitle'),
        text: t('emptyText'),
        action: mayCreate ? <ProjectFormDialog /> : undefined,
      }}
    />
  );
}

/** "12 of 20" where the subscription bounds it. */
export function Used({ project, what }: { project: Project; what: Limited }) {
  const t = useTranslations('organization.projects');
  const limit = project.limits[what];
  return (
    <>
      <Quantity value={project.used[what]} />
      {limit === null ? null : <span className="text-faint"> {t('ofLimit', { limit })}</span>}
    </>
  );
}

const PHONE = { devices: 'corner', flows: 'left', destinations: 'right' } as const;

function useColumns(): DataColumn<Project>[] {
  const t = useTranslations('organization.projects');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('name'),
        sortable: true,
        filter: { kind: 'text' },
        phone: 'title',
        cell: (row) => <NameCell name={row.name}>{row.description}</NameCell>,
      },
      ...LIMITED.map(
        (what): DataColumn<Project> => ({
          id: what,
          header: t(what),
          align: 'end',
          width: 130,
          filter: { kind: 'number' },
          phone: PHONE[what],
          cell: (row) => (
            <span className="whitespace-nowrap">
              <span className="max-sm:hidden">
                <Used project={row} what={what} />
              </span>
              <span className="text-dim sm:hidden">{t(`unit.${what}`, { count: row.used[what] })}</span>
            </span>
          ),
        }),
      ),
      {
        id: 'subscription',
        header: t('subscription'),
        width: 130,
        filter: {
          kind: 'enum',
          options: SUBSCRIPTIONS.map((value) => ({ value, label: t(`subscriptions.${value}`) })),
        },
        cell: (row) => <span className="text-dim">{t(`subscriptions.${row.subscription}`)}</span>,
      },
      {
        id: 'createdAt',
        header: t('created'),
        align: 'end',
        width: 110,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.createdAt} />,
      },
    ],
    [t],
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AlertTable } from '#components/alerts/alert-table.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadAlerts } from '#server/alerts/loaders.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alerts'))('title') };
}

const inBrief = ({ id, name }: { id: string; name: string }) => ({ id, name });

export default async function AlertsPage({ searchParams }: { searchParams: SearchParams }) {
  const { projects, current } = await loadProjectChoice();
  const [t, { views, initial }, may, types] = await Promise.all([
    getTranslations('alerts'),
    listPage('alerts', searchParams, (query) => loadAlerts(withinProject(query, current?.id))),
    allowed('alerts.acknowledge', 'alerts.mute'),
    loadDeviceTypes(),
  ]);
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={initial?.page}
        identifiers={<span>{t('lead')}</span>}
        actions={<ButtonLink href="/manager/alerts/settings">{t('settings')}</ButtonLink>}
      />
      <AlertTable
        key={current?.id ?? 'all'}
        initial={initial}
        views={views}
        may={{ acknowledge: may['alerts.acknowledge'], mute: may['alerts.mute'] }}
        choices={{ types: types.map(inBrief), projects: current ? [] : projects.map(inBrief) }}
        within={current ? { field: 'project', id: current.id } : undefined}
      />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { LoraTable } from '#components/lora/lora-table.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadConnections } from '#server/lora-networks/loaders.ts';
import { loadLoraDevices } from '#server/lora-registrations/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../../first-page.ts';
import { loadDeviceWork } from '../../device-work.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lora'))('title') };
}

export default async function LoraDevicesPage({ searchParams }: { searchParams: SearchParams }) {
  const { projects, current } = await loadProjectChoice();
  const [t, { work, targets }, { views, initial }, connections] = await Promise.all([
    getTranslations('lora'),
    loadDeviceWork(projects),
    listPage('lora', searchParams, (query) => loadLoraDevices(withinProject(query, current?.id))),
    loadConnections(),
  ]);
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader title={t('title')} count={initial?.page} identifiers={<span>{t('lead')}</span>} />
      <LoraTable
        key={current?.id ?? 'all'}
        initial={initial}
        views={views}
        connections={connections.map(({ id, name }) => ({ id, name }))}
        projectId={current?.id}
        targets={targets}
        work={work}
      />
    </>
  );
}

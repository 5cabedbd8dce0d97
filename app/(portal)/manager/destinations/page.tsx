import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { DestinationTable, NewDestinationLink } from '#components/destinations/destination-table.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDestinationRows } from '#server/destinations/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('destinations'))('title') };
}

export default async function DestinationsPage({ searchParams }: { searchParams: SearchParams }) {
  // The + of the menu; a new destination needs a page of its own.
  if ((await searchParams).new !== undefined) redirect('/manager/destinations/new');
  const t = await getTranslations('destinations');
  const [may, choice] = await Promise.all([allowed('destinations.create'), loadProjectChoice()]);
  const projectId = choice.current?.id;
  const { views, initial } = await listPage('destinations', searchParams, (query) =>
    loadDestinationRows(withinProject(query, projectId)),
  );
  const mayCreate = may['destinations.create'];
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={initial?.page}
        actions={mayCreate ? <NewDestinationLink /> : undefined}
      />
      <DestinationTable
        initial={initial}
        views={views}
        projects={choice.projects.map(({ id, name }) => ({ id, name }))}
        projectId={projectId}
        mayCreate={mayCreate}
      />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { NewProjectDialog, ProjectFormDialog } from '#components/projects/project-form.tsx';
import { ProjectTable } from '#components/projects/project-table.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadProjectRows } from '#server/projects/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('organization.projects'))('title') };
}

export default async function ProjectsPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, may, { views, initial }] = await Promise.all([
    getTranslations('organization.projects'),
    allowed('projects.create'),
    listPage('projects', searchParams, loadProjectRows),
  ]);
  const mayCreate = may['projects.create'];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={initial?.page}
        identifiers={<span>{t('lead')}</span>}
        actions={mayCreate ? <ProjectFormDialog /> : undefined}
      />
      {mayCreate ? <NewProjectDialog /> : null}
      <ProjectTable initial={initial} views={views} mayCreate={mayCreate} />
    </>
  );
}

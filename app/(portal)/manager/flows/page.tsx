import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { FlowFormDialog } from '#components/flows/flow-form.tsx';
import { FlowTable } from '#components/flows/flow-table.tsx';
import { NewFlowDialog } from '#components/flows/new-flow.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadFlowRows } from '#server/flows/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('flows'))('title') };
}

export default async function FlowsPage({ searchParams }: { searchParams: SearchParams }) {
  const t = await getTranslations('flows');
  const [may, choice] = await Promise.all([allowed('flows.create'), loadProjectChoice()]);
  const projectId = choice.current?.id;
  const { views, initial } = await listPage('flows', searchParams, (query) =>
    loadFlowRows(withinProject(query, projectId)),
  );
  const projects = choice.projects.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={initial?.page}
        identifiers={<span>{t('lead')}</span>}
        actions={
          may['flows.create'] ? <FlowFormDialog projects={projects} projectId={projectId} /> : undefined
        }
      />
      {may['flows.create'] ? <NewFlowDialog projects={projects} projectId={projectId} /> : null}
      <FlowTable
        projects={projects}
        projectId={projectId}
        initial={initial}
        views={views}
        mayCreate={may['flows.create']}
      />
    </>
  );
}

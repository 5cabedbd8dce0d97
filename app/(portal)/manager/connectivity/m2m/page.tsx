import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { SimTable } from '#components/sims/sim-table.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { loadSimAccounts, loadSimPlans, loadSims } from '#server/sims/loaders.ts';
import { listPage } from '../../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sims'))('title') };
}

export default async function SimsPage({ searchParams }: { searchParams: SearchParams }) {
  const { current } = await loadProjectChoice();
  const [t, { views, initial }, { items: accounts }, { items: plans }, may] = await Promise.all([
    getTranslations('sims'),
    listPage('sims', searchParams, (query) => loadSims(withinProject(query, current?.id))),
    loadSimAccounts(),
    loadSimPlans(),
    allowed('sims.update', 'sims.retire'),
  ]);
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={initial?.page}
        identifiers={<span>{t('lead')}</span>}
        actions={<ButtonLink href="/manager/connectivity/sim-accounts">{t('toAccounts')}</ButtonLink>}
      />
      <SimTable
        key={current?.id ?? 'all'}
        initial={initial}
        views={views}
        accounts={accounts.map(({ id, name }) => ({ id, name }))}
        plans={plans}
        projectId={current?.id}
        may={{ update: may['sims.update'], retire: may['sims.retire'] }}
      />
    </>
  );
}

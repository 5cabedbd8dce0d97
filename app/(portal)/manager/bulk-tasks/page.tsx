import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NewTaskLink, TaskTable } from '#components/bulk-tasks/task-table.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadBulkTasks } from '#server/bulk-tasks/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bulk'))('title') };
}

export default async function BulkTasksPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, may, { views, initial }] = await Promise.all([
    getTranslations('bulk'),
    allowed('bulk-tasks.run'),
    listPage('bulk-tasks', searchParams, loadBulkTasks),
  ]);
  const mayRun = may['bulk-tasks.run'];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader title={t('title')} count={initial?.page} actions={mayRun ? <NewTaskLink /> : undefined} />
      <TaskTable initial={initial} views={views} mayRun={mayRun} />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TaskPage } from '#components/bulk-tasks/task-page.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { loadBulkKinds, loadBulkRows, loadBulkTask } from '#server/bulk-tasks/loaders.ts';
import { listPage } from '../../../first-page.ts';
import { loadChoices } from '../choices.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bulk'))('title') };
}

interface BulkTaskPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function BulkTaskPage({ params, searchParams }: BulkTaskPageProps) {
  const { id } = await params;
  const [t, task, kinds, choices, rows] = await Promise.all([
    getTranslations('bulk'),
    loadBulkTask(id),
    loadBulkKinds(),
    loadChoices(),
    listPage('bulk-rows', searchParams, (query) => loadBulkRows(id, query)),
  ]);
  return (
    <>
      <Breadcrumb
        items={[{ label: t('title'), href: '/manager/bulk-tasks' }, { label: t(`kind.${task.kind}`) }]}
      />
      <TaskPage
        painted={task}
        facts={kinds.find(({ kind }) => kind === task.kind) ?? null}
        choices={choices}
        rows={rows}
      />
    </>
  );
}

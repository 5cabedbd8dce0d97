import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { TaskPage } from '#components/bulk-tasks/task-page.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { loadBulkKinds, loadBulkTask } from '#server/bulk-tasks/loaders.ts';
import { loadChoices } from '../choices.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bulk'))('title') };
}

export default async function BulkTaskPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [t, task, kinds, choices] = await Promise.all([
    getTranslations('bulk'),
    loadBulkTask(id),
    loadBulkKinds(),
    loadChoices(),
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
      />
    </>
  );
}

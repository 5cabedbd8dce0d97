import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NewTask } from '#components/bulk-tasks/new-task.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requireAllowed } from '#server/access/allowed.ts';
import { loadBulkKinds } from '#server/bulk-tasks/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { loadChoices } from '../choices.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bulk'))('newTitle') };
}

export default async function NewBulkTaskPage() {
  await requireAllowed('bulk-tasks.run');
  const [t, kinds, choices, { current }] = await Promise.all([
    getTranslations('bulk'),
    loadBulkKinds(),
    loadChoices(),
    loadProjectChoice(),
  ]);
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/bulk-tasks' }, { label: t('newTitle') }]} />
      <PageHeader title={t('newTitle')} />
      <NewTask
        kinds={kinds.filter((kind) => kind.sources.includes('file'))}
        choices={choices}
        projectId={current?.id ?? null}
      />
    </>
  );
}

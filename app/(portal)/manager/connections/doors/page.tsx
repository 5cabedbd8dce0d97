import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RefusalPanel } from '#components/connections/refusal-panel.tsx';
import { CallerTable } from '#components/doors/caller-table.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadDoors } from '#server/doors/loaders.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connections.doors'))('title') };
}

export default async function DoorsPage() {
  const [t, { callers, most, refusals }, views] = await Promise.all([
    getTranslations('connections'),
    loadDoors(),
    loadTableViews('callers'),
  ]);
  return (
    <>
      <Breadcrumb
        items={[{ label: t('title'), href: '/manager/connections' }, { label: t('doors.title') }]}
      />
      <PageHeader title={t('doors.title')} identifiers={<span>{t('doors.lead')}</span>} />
      <div className="flex flex-col gap-5">
        <CallerTable callers={callers} most={most} views={views} />
        <RefusalPanel refusals={refusals} repeated={0} texts="connections.doors.refusals" />
      </div>
    </>
  );
}

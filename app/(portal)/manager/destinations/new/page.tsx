import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { HttpsForm } from '#components/destinations/https-form.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requireAllowed } from '#server/access/allowed.ts';
import { loadFlow } from '#server/flows/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('destinations.form'))('newTitle') };
}

export default async function NewDestinationPage({ searchParams }: { searchParams: SearchParams }) {
  await requireAllowed('destinations.create');
  const t = await getTranslations('destinations');
  const { flow: flowId } = await searchParams;
  const flow = typeof flowId === 'string' ? await loadFlow(flowId) : undefined;
  return (
    <>
      <Breadcrumb
        items={[{ label: t('title'), href: '/manager/destinations' }, { label: t('form.newTitle') }]}
      />
      <PageHeader title={t('form.newTitle')} identifiers={<span>{t('form.lead')}</span>} />
      <HttpsForm flow={flow && { id: flow.id, name: flow.name }} />
    </>
  );
}

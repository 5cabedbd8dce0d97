import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { MailTable } from '#components/mails/mail-table.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadMailServer, loadMails } from '#server/mails/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mails'))('title') };
}

export default async function OutboxPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, { views, initial }, isSent] = await Promise.all([
    getTranslations('mails'),
    listPage('mails', searchParams, loadMails),
    loadMailServer(),
  ]);
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader title={t('title')} count={initial?.page} identifiers={<span>{t('lead')}</span>} />
      {isSent ? null : (
        <Banner className="mb-3" title={t('noServer')}>
          {t('noServerText')}
        </Banner>
      )}
      <MailTable initial={initial} views={views} />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { AuditTable } from '#components/organization/audit-table.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadAudit } from '#server/audit/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('organization.audit'))('title') };
}

export default async function AuditLogPage({ searchParams }: { searchParams: SearchParams }) {
  const t = await getTranslations('organization.audit');
  const { views, initial } = await listPage('audit-log', searchParams, loadAudit);
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader title={t('title')} count={initial?.page} identifiers={<span>{t('lead')}</span>} />
      <AuditTable initial={initial} views={views} />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { CustomerSettings } from '#components/organization/customer-settings.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadCustomer } from '#server/customers/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('organization.settings'))('title') };
}

export default async function CustomerSettingsPage() {
  const t = await getTranslations('organization.settings');
  const [{ customer, weeks }, may] = await Promise.all([loadCustomer(), allowed('customers.update')]);
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader title={t('title')} identifiers={<span>{t('lead', { name: customer.name })}</span>} />
      <CustomerSettings customer={customer} weeks={weeks} mayUpdate={may['customers.update']} />
    </>
  );
}

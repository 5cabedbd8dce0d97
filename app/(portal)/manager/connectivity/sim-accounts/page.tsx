import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { NewAccountDialog } from '#components/sims/account-form.tsx';
import { AccountList } from '#components/sims/account-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadSimAccounts } from '#server/sims/loaders.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sims.accounts'))('title') };
}

export default async function SimAccountsPage() {
  const t = await getTranslations('sims.accounts');
  const [{ items }, views, may] = await Promise.all([
    loadSimAccounts(),
    loadTableViews('sim-accounts'),
    allowed('sim-accounts.create'),
  ]);
  const mayCreate = may['sim-accounts.create'];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={items.length}
        identifiers={<span>{t('lead')}</span>}
        actions={mayCreate && items.length > 0 ? <NewAccountDialog /> : undefined}
      />
      <AccountList accounts={items} views={views} mayCreate={mayCreate} />
    </>
  );
}

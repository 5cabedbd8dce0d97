import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { UserList } from '#components/organization/user-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadTableViews } from '#server/table-views/loaders.ts';
import { loadUsers } from '#server/users/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('organization.users'))('title') };
}

export default async function UsersPage() {
  const t = await getTranslations('organization.users');
  const [users, views] = await Promise.all([loadUsers(), loadTableViews('users')]);
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader title={t('title')} count={users.length} identifiers={<span>{t('lead')}</span>} />
      <UserList users={users} views={views} />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { KeyList } from '#components/organization/key-list.tsx';
import { NewKeyDialog } from '#components/organization/new-key.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadApiKeys } from '#server/api-keys/loaders.ts';
import { publicUrl } from '#server/platform/env.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('organization.keys'))('title') };
}

export default async function ApiKeysPage() {
  const t = await getTranslations('organization.keys');
  const [keys, views, may] = await Promise.all([
    loadApiKeys(),
    loadTableViews('api-keys'),
    allowed('api-keys.create', 'api-keys.revoke'),
  ]);
  const origin = publicUrl();
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={keys.length}
        identifiers={<span>{t('lead')}</span>}
        actions={may['api-keys.create'] ? <NewKeyDialog origin={origin} /> : undefined}
      />
      <KeyList
        keys={keys}
        views={views}
        origin={origin}
        may={{ create: may['api-keys.create'], revoke: may['api-keys.revoke'] }}
      />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ConnectionList } from '#components/connections/connection-list.tsx';
import { NewConnectionDialog } from '#components/connections/new-connection.tsx';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadConnections, loadMakesGlobal } from '#server/lora-networks/loaders.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connections'))('title') };
}

export default async function ConnectionsPage() {
  const t = await getTranslations('connections');
  const [connections, isForAll, views, may] = await Promise.all([
    loadConnections(),
    loadMakesGlobal(),
    loadTableViews('connections'),
    allowed('lora-connections.create'),
  ]);
  const mayCreate = may['lora-connections.create'];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={connections.length}
        identifiers={<span>{t('lead')}</span>}
        actions={
          <>
            {isForAll ? <ButtonLink href="/manager/connections/doors">{t('doors.title')}</ButtonLink> : null}
            {mayCreate ? <NewConnectionDialog isForAll={isForAll} /> : null}
          </>
        }
      />
      {mayCreate ? <NewConnectionDialog isForAll={isForAll} byAddress /> : null}
      <ConnectionList connections={connections} views={views} mayCreate={mayCreate} isForAll={isForAll} />
    </>
  );
}

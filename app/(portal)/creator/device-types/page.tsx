import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DeviceTypeList } from '#components/decoders/device-type-list.tsx';
import { NewType } from '#components/device-types/type-buttons.tsx';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadPlatformDecoders } from '#server/decoders/loaders.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('decoders.types'))('title') };
}

export default async function DeviceTypesPage() {
  const t = await getTranslations('decoders.types');
  const [types, views, may] = await Promise.all([
    loadDeviceTypes(),
    loadTableViews('device-types'),
    allowed('device-types.create'),
  ]);
  const decoders = may['device-types.create'] ? await loadPlatformDecoders() : [];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={types.length}
        identifiers={<span>{t('lead')}</span>}
        actions={may['device-types.create'] ? <NewType decoders={decoders} /> : null}
      />
      <DeviceTypeList types={types} views={views} />
    </>
  );
}

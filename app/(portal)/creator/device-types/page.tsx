import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DeviceTypeList } from '#components/decoders/device-type-list.tsx';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('decoders.types'))('title') };
}

export default async function DeviceTypesPage() {
  const t = await getTranslations('decoders.types');
  const types = await loadDeviceTypes();
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader title={t('title')} count={types.length} identifiers={<span>{t('lead')}</span>} />
      <DeviceTypeList types={types} />
    </>
  );
}

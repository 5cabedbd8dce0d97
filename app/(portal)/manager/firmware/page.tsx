import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { FirmwareList } from '#components/firmware/firmware-list.tsx';
import { NewFirmwareDialog } from '#components/firmware/new-firmware.tsx';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadFirmware, loadFirmwareTypes } from '#server/firmware/loaders.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('firmware'))('title') };
}

export default async function FirmwarePage() {
  const t = await getTranslations('firmware');
  const [versions, views, types, may] = await Promise.all([
    loadFirmware(),
    loadTableViews('firmware'),
    loadFirmwareTypes(),
    allowed('firmware.create'),
  ]);
  const mayCreate = may['firmware.create'];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={versions.length}
        identifiers={<span>{t('lead')}</span>}
        actions={mayCreate ? <NewFirmwareDialog types={types} /> : undefined}
      />
      {mayCreate ? <NewFirmwareDialog types={types} byAddress /> : null}
      <FirmwareList versions={versions} views={views} types={types} mayCreate={mayCreate} />
    </>
  );
}

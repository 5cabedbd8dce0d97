import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DecoderList } from '#components/decoders/decoder-list.tsx';
import { ImportCodecDialog } from '#components/decoders/import-codec.tsx';
import { NewDecoderDialog } from '#components/decoders/new-decoder.tsx';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDecoders } from '#server/decoders/loaders.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('decoders.list'))('title') };
}

export default async function DecodersPage() {
  const t = await getTranslations('decoders.list');
  const [decoders, views, may] = await Promise.all([
    loadDecoders(),
    loadTableViews('decoders'),
    allowed('decoders.create', 'device-types.read'),
  ]);
  const mayCreate = may['decoders.create'] && may['device-types.read'];
  const types = mayCreate
    ? (await loadDeviceTypes()).map(({ id, name, group }) => ({ id, name, group }))
    : [];
  return (
    <>
      <ScopeCrumb of="customer" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={decoders.length}
        identifiers={<span>{t('lead')}</span>}
        actions={
          mayCreate ? (
            <>
              <ImportCodecDialog types={types} />
              <NewDecoderDialog types={types} />
            </>
          ) : undefined
        }
      />
      {mayCreate ? <NewDecoderDialog types={types} byAddress /> : null}
      <DecoderList
        decoders={decoders}
        views={views}
        add={mayCreate ? <NewDecoderDialog types={types} /> : undefined}
      />
    </>
  );
}

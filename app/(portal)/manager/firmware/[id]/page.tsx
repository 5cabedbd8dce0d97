import type { Metadata } from 'next';
import { cache } from 'react';
import { FirmwarePage } from '#components/firmware/firmware-page.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadFirmwareAssignments, loadFirmwareVersion } from '#server/firmware/loaders.ts';
import { listPage } from '../../../first-page.ts';

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

const versionOf = cache(loadFirmwareVersion);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await versionOf((await params).id)).version };
}

export default async function Page({ params, searchParams }: PageProps) {
  const { id } = await params;
  const [version, { views, initial }, may] = await Promise.all([
    versionOf(id),
    listPage('firmware-devices', searchParams, (query) => loadFirmwareAssignments(id, query)),
    allowed('firmware.assign', 'firmware.delete'),
  ]);
  return (
    <FirmwarePage
      version={version}
      initial={initial}
      views={views}
      may={{ assign: may['firmware.assign'], delete: may['firmware.delete'] }}
    />
  );
}

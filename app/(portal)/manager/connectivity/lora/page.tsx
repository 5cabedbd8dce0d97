import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { firmwareOption } from '#components/devices/firmware-option.ts';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { LoraTable } from '#components/lora/lora-table.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { loadFirmware } from '#server/firmware/loaders.ts';
import { loadConnections } from '#server/lora-networks/loaders.ts';
import { loadLoraDevices, loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../../first-page.ts';
import { deviceRights } from '../../device-rights.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lora'))('title') };
}

export default async function LoraDevicesPage({ searchParams }: { searchParams: SearchParams }) {
  const { projects, current } = await loadProjectChoice();
  const [t, rights, { views, initial }, connections, targets, firmware] = await Promise.all([
    getTranslations('lora'),
    deviceRights(),
    listPage('lora', searchParams, (query) => loadLoraDevices(withinProject(query, current?.id))),
    loadConnections(),
    loadRegistrationTargets(),
    loadFirmware(),
  ]);
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader title={t('title')} count={initial?.page} identifiers={<span>{t('lead')}</span>} />
      <LoraTable
        key={current?.id ?? 'all'}
        initial={initial}
        views={views}
        projects={projects.map(({ id, name }) => ({ id, name }))}
        connections={connections.map(({ id, name }) => ({ id, name }))}
        projectId={current?.id}
        targets={targets}
        rights={rights}
        firmware={firmware.map(firmwareOption)}
      />
    </>
  );
}

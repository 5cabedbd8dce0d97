import Plus from 'lucide-react/icons/plus';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DeviceTable } from '#components/devices/device-table.tsx';
import { VALUE_GROUP } from '#components/devices/value-group.ts';
import type { SearchParams } from '#components/frame/page-query.ts';
import { ScopeCrumb } from '#components/frame/scope-crumb.tsx';
import { withinProject } from '#components/frame/within-project.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadDeviceRows } from '#server/devices/loaders.ts';
import { loadFirmware } from '#server/firmware/loaders.ts';
import { loadFlows } from '#server/flows/loaders.ts';
import type { RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../first-page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('devices'))('title') };
}

export default async function DevicesPage({ searchParams }: { searchParams: SearchParams }) {
  const { projects, current } = await loadProjectChoice();
  const projectId = current?.id ?? null;
  const [t, may, { views, initial }, types, flows, targets, firmware] = await Promise.all([
    getTranslations('devices'),
    allowed(
      'devices.create',
      'devices.update',
      'devices.delete',
      'flows.update',
      'lora-registrations.update',
      'firmware.assign',
    ),
    listPage(
      'devices',
      searchParams,
      (query) => loadDeviceRows(withinProject(query, current?.id)),
      VALUE_GROUP,
    ),
    loadDeviceTypes(),
    loadFlows({ filters: [], limit: 200 }),
    loadRegistrationTargets(),
    loadFirmware(),
  ]);
  return (
    <>
      <ScopeCrumb of="project" title={t('title')} />
      <PageHeader
        title={t('title')}
        count={initial?.page}
        actions={
          may['devices.create'] ? (
            <ButtonLink href="/manager/devices/new" variant="primary" icon={<Plus aria-hidden="true" />}>
              {t('add')}
            </ButtonLink>
          ) : null
        }
      />
      <DeviceTable
        key={projectId ?? 'all'}
        initial={initial}
        views={views}
        projects={projects.map(({ id, name }) => ({ id, name }))}
        types={types.map(({ id, name }) => ({ id, name }))}
        flows={flows.rows.map(({ id, name, project }) => ({ id, name, projectId: project.id }))}
        projectId={projectId}
        plans={plansOf(targets)}
        firmware={firmware.map(({ id, version, deviceType }) => ({
          id,
          name: `${version} · ${deviceType.name}`,
        }))}
        rights={{
          create: may['devices.create'],
          update: may['devices.update'],
          delete: may['devices.delete'],
          link: may['flows.update'],
          network: may['lora-registrations.update'],
          firmware: may['firmware.assign'],
        }}
      />
    </>
  );
}

/** Plans of all network servers, one of each name. */
function plansOf(targets: RegistrationTarget[]): { id: string; name: string }[] {
  const plans = targets.flatMap((target) => target.plans.map(({ id, name }) => ({ id, name })));
  return [...new Map(plans.map((plan) => [plan.id, plan])).values()];
}

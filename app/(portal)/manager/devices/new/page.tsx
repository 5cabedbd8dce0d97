import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DeviceWizard } from '#components/devices/wizard/device-wizard.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceTypes } from '#server/device-types/loaders.ts';
import { loadNamedFlows } from '#server/flows/loaders.ts';
import { loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';
import { deviceUrl, mqttUrl } from '#server/platform/env.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('devices'))('add') };
}

export default async function NewDevicePage({ searchParams }: { searchParams: SearchParams }) {
  const t = await getTranslations('devices');
  const given = await searchParams;
  const [{ projects, current }, types, [flow], targets, may] = await Promise.all([
    loadProjectChoice(),
    loadDeviceTypes(),
    loadNamedFlows([given.flow]),
    loadRegistrationTargets(),
    allowed(
      'devices.create',
      'lora-registrations.update',
      'sims.update',
      'flows.update',
      'device-simulator.link',
    ),
  ]);
  const project = projects.find(({ id }) => id === given.project) ?? current;
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/devices' }, { label: t('add') }]} />
      <PageHeader title={t('add')} />
      <DeviceWizard
        projects={projects.map(({ id, name, limits, used, allowedNetworks, allowedDeviceTypeIds }) => ({
          id,
          name,
          allowedNetworks,
          allowedDeviceTypeIds,
          room: limits.devices === null ? null : limits.devices - used.devices,
        }))}
        types={types.filter((type) => type.networks.length > 0)}
        mayCreate={may['devices.create']}
        deviceUrl={deviceUrl()}
        mqttUrl={mqttUrl()}
        next={{
          targets,
          may: {
            register: may['lora-registrations.update'],
            linkSim: may['sims.update'],
            linkFlow: may['flows.update'],
            simulate: may['device-simulator.link'],
          },
        }}
        start={{
          projectId: flow?.project.id ?? project?.id ?? (projects.length === 1 ? projects[0]?.id : undefined),
          devEui: typeof given.devEui === 'string' ? given.devEui : '',
          imei: typeof given.imei === 'string' ? given.imei : '',
          flow,
        }}
      />
    </>
  );
}

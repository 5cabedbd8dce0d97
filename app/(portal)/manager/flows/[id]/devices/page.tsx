import { firmwareOption } from '#components/devices/firmware-option.ts';
import { FlowDevices } from '#components/flows/flow-devices.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { plansOf } from '#components/lora/plans-of.ts';
import type { TableFilter } from '#components/ui/data-table/table-query.ts';
import { loadDevices } from '#server/devices/loaders.ts';
import { loadFirmware } from '#server/firmware/loaders.ts';
import { loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../../../first-page.ts';
import { deviceRights } from '../../../device-rights.ts';
import { flowOf } from '../flow-of.ts';

interface FlowDevicesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function FlowDevicesPage({ params, searchParams }: FlowDevicesPageProps) {
  const { id } = await params;
  const inFlow: TableFilter = { field: 'flow', op: 'is', value: id };
  const [flow, { views, initial }, rights, { projects }, targets, firmware] = await Promise.all([
    flowOf(id),
    listPage('flow-devices', searchParams, (query) =>
      loadDevices({ ...query, filters: [...query.filters, inFlow] }),
    ),
    deviceRights(),
    loadProjectChoice(),
    loadRegistrationTargets(),
    loadFirmware(),
  ]);
  return (
    <FlowDevices
      flow={flow}
      initial={initial}
      views={views}
      rights={rights}
      projects={projects.map(({ id, name }) => ({ id, name }))}
      plans={plansOf(targets).map(({ id, name }) => ({ id, name }))}
      firmware={firmware.map(firmwareOption)}
    />
  );
}

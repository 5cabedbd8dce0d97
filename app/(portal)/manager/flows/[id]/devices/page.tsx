import { FlowDevices } from '#components/flows/flow-devices.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import type { TableFilter } from '#components/ui/data-table/table-query.ts';
import { loadDevices } from '#server/devices/loaders.ts';
import { loadProjectChoice } from '#server/projects/loaders.ts';
import { listPage } from '../../../../first-page.ts';
import { loadDeviceWork } from '../../../device-work.ts';
import { flowOf } from '../flow-of.ts';

interface FlowDevicesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function FlowDevicesPage({ params, searchParams }: FlowDevicesPageProps) {
  const { id } = await params;
  const inFlow: TableFilter = { field: 'flow', op: 'is', value: id };
  const [flow, { views, initial }, { work }] = await Promise.all([
    flowOf(id),
    listPage('flow-devices', searchParams, (query) =>
      loadDevices({ ...query, filters: [...query.filters, inFlow] }),
    ),
    loadProjectChoice().then(({ projects }) => loadDeviceWork(projects)),
  ]);
  return <FlowDevices flow={flow} initial={initial} views={views} work={work} />;
}

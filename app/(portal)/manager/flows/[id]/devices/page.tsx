import { FlowDevices } from '#components/flows/flow-devices.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import type { TableFilter } from '#components/ui/data-table/table-query.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadDevices } from '#server/devices/loaders.ts';
import { listPage } from '../../../../first-page.ts';
import { flowOf } from '../flow-of.ts';

interface FlowDevicesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function FlowDevicesPage({ params, searchParams }: FlowDevicesPageProps) {
  const { id } = await params;
  const inFlow: TableFilter = { field: 'flow', op: 'is', value: id };
  const [flow, { views, initial }, may] = await Promise.all([
    flowOf(id),
    listPage('flow-devices', searchParams, (query) =>
      loadDevices({ ...query, filters: [...query.filters, inFlow] }),
    ),
    allowed('flows.update'),
  ]);
  return <FlowDevices flow={flow} initial={initial} views={views} mayUpdate={may['flows.update']} />;
}

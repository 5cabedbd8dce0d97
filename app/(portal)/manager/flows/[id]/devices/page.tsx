import { FlowDevices } from '#components/flows/flow-devices.tsx';
import { pageQuery, type SearchParams } from '#components/frame/page-query.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadDevices } from '#server/devices/loaders.ts';
import { flowOf } from '../flow-of.ts';

interface FlowDevicesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function FlowDevicesPage({ params, searchParams }: FlowDevicesPageProps) {
  const { id } = await params;
  const query = await pageQuery(searchParams);
  const within = { ...query, filters: [...query.filters, { field: 'flow', op: 'is' as const, value: id }] };
  const [flow, page, may] = await Promise.all([flowOf(id), loadDevices(within), allowed('flows.update')]);
  return <FlowDevices flow={flow} initial={{ query, page }} mayUpdate={may['flows.update']} />;
}

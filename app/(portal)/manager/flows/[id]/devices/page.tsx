import { FlowDevices } from '#components/flows/flow-devices.tsx';
import { allowed } from '#server/access/allowed.ts';
import { flowOf } from '../flow-of.ts';

export default async function FlowDevicesPage({ params }: { params: Promise<{ id: string }> }) {
  const may = await allowed('flows.update');
  return <FlowDevices flow={await flowOf((await params).id)} mayUpdate={may['flows.update']} />;
}

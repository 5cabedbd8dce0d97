import { FlowDestinations } from '#components/flows/flow-destinations.tsx';
import { allowed } from '#server/access/allowed.ts';
import { flowOf } from '../flow-of.ts';

export default async function FlowDestinationsPage({ params }: { params: Promise<{ id: string }> }) {
  const may = await allowed('flows.update');
  return <FlowDestinations flow={await flowOf((await params).id)} mayUpdate={may['flows.update']} />;
}

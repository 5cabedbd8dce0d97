import { FlowGraphPanel } from '#components/flows/flow-graph.tsx';
import { allowed } from '#server/access/allowed.ts';
import { flowOf } from './flow-of.ts';

export default async function FlowGraphPage({ params }: { params: Promise<{ id: string }> }) {
  const may = await allowed('flows.update');
  return <FlowGraphPanel flow={await flowOf((await params).id)} mayUpdate={may['flows.update']} />;
}

import { FlowProcessing } from '#components/flows/flow-processing.tsx';
import { allowed } from '#server/access/allowed.ts';
import { flowOf } from '../flow-of.ts';

export default async function FlowProcessingPage({ params }: { params: Promise<{ id: string }> }) {
  const may = await allowed('flows.update', 'decoders.create');
  return (
    <FlowProcessing
      flow={await flowOf((await params).id)}
      mayUpdate={may['flows.update']}
      mayWriteScripts={may['decoders.create']}
    />
  );
}

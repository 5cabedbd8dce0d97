import { DiagnosisView } from '#components/diagnosis/diagnosis-view.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDestinationDiagnosis } from '#server/diagnosis/loaders.ts';

export default async function DestinationDiagnosisPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [initial, may] = await Promise.all([loadDestinationDiagnosis(id), allowed('destinations.update')]);
  return <DiagnosisView key={id} initial={initial} network="lora" mayFix={may['destinations.update']} />;
}

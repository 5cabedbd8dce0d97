import { DiagnosisView } from '#components/diagnosis/diagnosis-view.tsx';
import { loadDestinationDiagnosis, loadRemedies } from '#server/diagnosis/loaders.ts';

export default async function DestinationDiagnosisPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [initial, may] = await Promise.all([loadDestinationDiagnosis(id), loadRemedies()]);
  return <DiagnosisView key={id} initial={initial} network="lora" may={may} />;
}

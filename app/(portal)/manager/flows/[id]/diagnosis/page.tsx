import { DiagnosisView } from '#components/diagnosis/diagnosis-view.tsx';
import { loadFlowDiagnosis, loadRemedies } from '#server/diagnosis/loaders.ts';

export default async function FlowDiagnosisPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [initial, may] = await Promise.all([loadFlowDiagnosis(id), loadRemedies()]);
  return <DiagnosisView key={id} initial={initial} network="lora" may={may} />;
}

import { DiagnosisView } from '#components/diagnosis/diagnosis-view.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadFlowDiagnosis } from '#server/diagnosis/loaders.ts';

export default async function FlowDiagnosisPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [initial, may] = await Promise.all([loadFlowDiagnosis(id), allowed('flows.update')]);
  return <DiagnosisView key={id} initial={initial} network="lora" mayFix={may['flows.update']} />;
}

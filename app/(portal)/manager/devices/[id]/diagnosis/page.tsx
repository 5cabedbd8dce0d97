import { DiagnosisView } from '#components/diagnosis/diagnosis-view.tsx';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDeviceDiagnosis, loadRemedies } from '#server/diagnosis/loaders.ts';

export default async function DeviceDiagnosisPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ device }, initial, may] = await Promise.all([
    loadDeviceHead(id),
    loadDeviceDiagnosis(id),
    loadRemedies(),
  ]);
  const [network = 'lora'] = device.deviceType.networks;
  return <DiagnosisView key={id} initial={initial} network={network} may={may} />;
}

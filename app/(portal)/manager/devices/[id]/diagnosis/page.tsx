import { DiagnosisView } from '#components/diagnosis/diagnosis-view.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDeviceDiagnosis } from '#server/diagnosis/loaders.ts';

export default async function DeviceDiagnosisPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [{ device }, initial, may] = await Promise.all([
    loadDeviceHead(id),
    loadDeviceDiagnosis(id),
    allowed('devices.update'),
  ]);
  const [network = 'lora'] = device.deviceType.networks;
  return <DiagnosisView key={id} initial={initial} network={network} mayFix={may['devices.update']} />;
}

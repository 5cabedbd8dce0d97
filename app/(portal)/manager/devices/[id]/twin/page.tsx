import { DeviceTwin } from '#components/devices/device-twin.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadTwin } from '#server/twins/loaders.ts';

export default async function TwinPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [twin, may] = await Promise.all([loadTwin(id), allowed('twins.update')]);
  return <DeviceTwin initial={twin} mayUpdate={may['twins.update']} />;
}

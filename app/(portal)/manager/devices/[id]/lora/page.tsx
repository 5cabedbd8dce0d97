import { notFound } from 'next/navigation';
import { DeviceLora } from '#components/devices/device-lora.tsx';
import { DeviceRegistration } from '#components/lora/device-registration.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadLoraDevice, loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';

export default async function LoraPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [head, may] = await Promise.all([
    loadDeviceHead(id),
    allowed('devices.update', 'lora-registrations.update'),
  ]);
  const { device } = head;
  if (!device.deviceType.networks.includes('lora')) notFound();
  const registration = device.lora ? await registrationOf(id, may['lora-registrations.update']) : null;
  return <DeviceLora head={head} mayUpdate={may['devices.update']} registration={registration} />;
}

/** What it is at its network server; keys that are not entered yet are registered nowhere. */
async function registrationOf(id: string, mayUpdate: boolean) {
  const [detail, targets] = await Promise.all([loadLoraDevice(id), loadRegistrationTargets()]);
  return <DeviceRegistration detail={detail} targets={targets} mayUpdate={mayUpdate} />;
}

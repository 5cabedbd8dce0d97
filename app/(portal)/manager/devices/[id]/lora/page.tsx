import { notFound } from 'next/navigation';
import { DeviceLora } from '#components/devices/device-lora.tsx';
import { DeviceFirmware } from '#components/firmware/device-firmware.tsx';
import { DeviceRegistration } from '#components/lora/device-registration.tsx';
import { SimulationPanel } from '#components/lora/simulation-panel.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadLoraDevice, loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';
import { loadSimulation } from '#server/lora-simulator/loaders.ts';

export default async function LoraPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [head, may] = await Promise.all([
    loadDeviceHead(id),
    allowed('devices.update', 'lora-registrations.update', 'lora-simulator.run', 'firmware.assign'),
  ]);
  const { device } = head;
  if (!device.deviceType.networks.includes('lora')) notFound();
  const { registration, onTheAir } = device.lora ? await registrationOf(device, may) : NOWHERE;
  return (
    <DeviceLora head={head} mayUpdate={may['devices.update']} registration={registration}>
      {onTheAir}
    </DeviceLora>
  );
}

/** Keys that are not entered yet are registered nowhere. */
const NOWHERE = { registration: null, onTheAir: null };

type May = Record<'lora-registrations.update' | 'lora-simulator.run' | 'firmware.assign', boolean>;

/** What it is at its network server, and on the air. */
async function registrationOf({ id, name }: { id: string; name: string }, may: May) {
  const [detail, targets, simulation] = await Promise.all([
    loadLoraDevice(id),
    loadRegistrationTargets(),
    loadSimulation(id),
  ]);
  return {
    registration: (
      <DeviceRegistration detail={detail} targets={targets} mayUpdate={may['lora-registrations.update']} />
    ),
    onTheAir: (
      <div className="flex min-w-0 flex-col gap-4">
        <DeviceFirmware deviceId={id} mayAssign={may['firmware.assign']} />
        <SimulationPanel device={{ id, name }} simulation={simulation} mayRun={may['lora-simulator.run']} />
      </div>
    ),
  };
}

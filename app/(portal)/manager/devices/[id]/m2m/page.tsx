import { notFound } from 'next/navigation';
import { DeviceMqttOf } from '#components/devices/device-mqtt.tsx';
import { DeviceSenml } from '#components/devices/device-senml.tsx';
import { DeviceSimPanel } from '#components/devices/device-sim-panel.tsx';
import { DeviceFirmware } from '#components/firmware/device-firmware.tsx';
import { SimulatorLink } from '#components/simulator/simulator-link.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadMqttAccess } from '#server/mqtt/loaders.ts';
import { deviceUrl } from '#server/platform/env.ts';
import { loadDeviceSim } from '#server/sims/loaders.ts';

export default async function M2mPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [head, sim, mqtt, may] = await Promise.all([
    loadDeviceHead(id),
    loadDeviceSim(id),
    loadMqttAccess(id),
    allowed('devices.update', 'sims.update', 'firmware.assign', 'device-simulator.link'),
  ]);
  const { device } = head;
  if (!device.deviceType.networks.includes('cellular')) notFound();
  return (
    <DeviceSenml
      head={head}
      network="cellular"
      deviceUrl={deviceUrl()}
      mayUpdate={may['devices.update']}
      below={
        <>
          {' '}
          <DeviceFirmware deviceId={id} mayAssign={may['firmware.assign']} />
          {device.sharedSecretSince ? (
            <SimulatorLink device={device} mayLink={may['device-simulator.link']} />
          ) : null}
        </>
      }
    >
      <DeviceSimPanel device={device} sim={sim} mayUpdate={may['sims.update']} />
      <DeviceMqttOf head={head} network="cellular" mqtt={mqtt} mayUpdate={may['devices.update']} />
    </DeviceSenml>
  );
}

import { notFound } from 'next/navigation';
import { DeviceMqttOf } from '#components/devices/device-mqtt.tsx';
import { DeviceSenml } from '#components/devices/device-senml.tsx';
import { DeviceFirmware } from '#components/firmware/device-firmware.tsx';
import { SimulatorLink } from '#components/simulator/simulator-link.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadMqttAccess } from '#server/mqtt/loaders.ts';
import { deviceUrl } from '#server/platform/env.ts';

export default async function InternetPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [head, mqtt, may] = await Promise.all([
    loadDeviceHead(id),
    loadMqttAccess(id),
    allowed('devices.update', 'device-simulator.link', 'firmware.assign'),
  ]);
  const { device } = head;
  if (!device.deviceType.networks.includes('generic')) notFound();
  return (
    <DeviceSenml
      head={head}
      network="generic"
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
      <DeviceMqttOf head={head} network="generic" mqtt={mqtt} mayUpdate={may['devices.update']} />
    </DeviceSenml>
  );
}

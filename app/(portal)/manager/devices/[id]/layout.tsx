import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { DeviceHeader } from '#components/devices/device-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceHead } from '#server/devices/loaders.ts';
import { loadDeviceSim } from '#server/sims/loaders.ts';

interface DeviceLayoutProps {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: DeviceLayoutProps): Promise<Metadata> {
  return { title: (await loadDeviceHead((await params).id)).device.name };
}

export default async function DeviceLayout({ params, children }: DeviceLayoutProps) {
  const { id } = await params;
  const [head, sim, may] = await Promise.all([
    loadDeviceHead(id),
    loadDeviceSim(id),
    allowed('devices.update', 'sims.update'),
  ]);
  return (
    <>
      <DeviceHeader
        key={id}
        initial={head}
        sim={sim}
        mayUpdate={may['devices.update']}
        mayUnlinkSim={may['sims.update']}
      />
      {children}
    </>
  );
}

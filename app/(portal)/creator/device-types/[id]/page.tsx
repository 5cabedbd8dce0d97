import type { Metadata } from 'next';
import { cache } from 'react';
import { DeviceTypePage } from '#components/decoders/device-type-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadDeviceType } from '#server/device-types/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const typeOf = cache(loadDeviceType);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await typeOf((await params).id)).name };
}

export default async function Page({ params }: PageProps) {
  const [type, may] = await Promise.all([typeOf((await params).id), allowed('decoders.create')]);
  return <DeviceTypePage type={type} mayCreate={may['decoders.create']} />;
}

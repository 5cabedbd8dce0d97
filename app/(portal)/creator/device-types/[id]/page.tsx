import type { Metadata } from 'next';
import { cache } from 'react';
import { DeviceTypePage } from '#components/decoders/device-type-page.tsx';
import { DeleteType } from '#components/device-types/delete-type.tsx';
import { EditType } from '#components/device-types/type-buttons.tsx';
import { ReplayOf } from '#components/replays/replay-of.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadPlatformDecoders } from '#server/decoders/loaders.ts';
import { loadDeviceType } from '#server/device-types/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const typeOf = cache(loadDeviceType);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await typeOf((await params).id)).name };
}

export default async function Page({ params }: PageProps) {
  const [type, may] = await Promise.all([
    typeOf((await params).id),
    allowed(
      'decoders.create',
      'encoders.update',
      'device-types.update',
      'device-types.delete',
      'uplinks.replay',
    ),
  ]);
  const decoders = may['device-types.update'] && type.own ? await loadPlatformDecoders() : [];
  const actions = (
    <>
      {may['uplinks.replay'] ? <ReplayOf of={{ field: 'deviceType', id: type.id, name: type.name }} /> : null}
      {type.own && may['device-types.delete'] ? <DeleteType type={type} /> : null}
      {type.own && may['device-types.update'] ? <EditType type={type} decoders={decoders} /> : null}
    </>
  );
  return (
    <DeviceTypePage
      type={type}
      mayCreate={may['decoders.create']}
      mayChange={may['device-types.update']}
      mayEncode={may['encoders.update']}
      actions={actions}
    />
  );
}

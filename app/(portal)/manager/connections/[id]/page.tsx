import type { Metadata } from 'next';
import { cache } from 'react';
import { ConnectionPage } from '#components/connections/connection-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadConnection } from '#server/lora-networks/loaders.ts';
import { loadTableViews } from '#server/table-views/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const connectionOf = cache(loadConnection);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await connectionOf((await params).id)).name };
}

export default async function Page({ params }: PageProps) {
  const [connection, views, may] = await Promise.all([
    connectionOf((await params).id),
    loadTableViews('unknown-devices'),
    allowed(
      'lora-connections.update',
      'lora-connections.reveal',
      'lora-connections.delete',
      'devices.create',
    ),
  ]);
  return (
    <ConnectionPage
      connection={connection}
      views={views}
      may={{
        update: may['lora-connections.update'],
        reveal: may['lora-connections.reveal'],
        delete: may['lora-connections.delete'],
        addDevice: may['devices.create'],
      }}
    />
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { MessageStory } from '#components/uplinks/message-story.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadUplink } from '#server/uplinks/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations('messages');
  return { title: t('one', { id: (await params).id }) };
}

export default async function MessagePage({ params }: PageProps) {
  const [t, message, may] = await Promise.all([
    getTranslations('messages'),
    params.then(({ id }) => loadUplink(id)),
    allowed('deliveries.replay', 'uplinks.replay'),
  ]);
  const device = `/manager/devices/${message.device.id}`;
  return (
    <>
      <Breadcrumb
        items={[
          { label: t('devices'), href: '/manager/devices' },
          { label: message.device.name, href: device },
          { label: t('title'), href: `${device}/messages` },
          { label: String(message.id) },
        ]}
      />
      <MessageStory
        painted={message}
        may={{ resend: may['deliveries.replay'], replay: may['uplinks.replay'] }}
      />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { AlertPage } from '#components/alerts/alert-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadAlert } from '#server/alerts/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const alertOf = cache(loadAlert);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { kind, device } = await alertOf((await params).id);
  return { title: device?.name ?? (await getTranslations('alerts'))(`kind.${kind}`) };
}

export default async function Page({ params }: PageProps) {
  const [alert, may] = await Promise.all([
    alertOf((await params).id),
    allowed('alerts.acknowledge', 'alerts.mute'),
  ]);
  return (
    <AlertPage alert={alert} may={{ acknowledge: may['alerts.acknowledge'], mute: may['alerts.mute'] }} />
  );
}

import type { Metadata } from 'next';
import { cache } from 'react';
import { LoraPage } from '#components/lora/lora-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadLoraDevice, loadRegistrationTargets } from '#server/lora-registrations/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const detailOf = cache(loadLoraDevice);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await detailOf((await params).id)).device.name };
}

export default async function Page({ params }: PageProps) {
  const [detail, targets, may] = await Promise.all([
    detailOf((await params).id),
    loadRegistrationTargets(),
    allowed('lora-registrations.update'),
  ]);
  return <LoraPage detail={detail} targets={targets} mayUpdate={may['lora-registrations.update']} />;
}

import type { Metadata } from 'next';
import { cache } from 'react';
import { SimPage } from '#components/sims/sim-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadFreeSims, loadSim } from '#server/sims/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const simOf = cache(loadSim);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await simOf((await params).id)).iccid };
}

export default async function Page({ params }: PageProps) {
  const [sim, free, may] = await Promise.all([
    simOf((await params).id),
    loadFreeSims(),
    allowed('sims.update', 'sims.retire'),
  ]);
  return <SimPage sim={sim} free={free} may={{ update: may['sims.update'], retire: may['sims.retire'] }} />;
}

import type { Metadata } from 'next';
import { cache } from 'react';
import { SimPage } from '#components/sims/sim-page.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadSim } from '#server/sims/loaders.ts';

interface PageProps {
  params: Promise<{ id: string }>;
}

const simOf = cache(loadSim);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await simOf((await params).id)).iccid };
}

export default async function Page({ params }: PageProps) {
  const [sim, may] = await Promise.all([simOf((await params).id), allowed('sims.update', 'sims.retire')]);
  return <SimPage sim={sim} may={{ update: may['sims.update'], retire: may['sims.retire'] }} />;
}

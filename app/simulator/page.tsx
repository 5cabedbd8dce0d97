import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SimulatorPage } from '#components/simulator/simulator-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('simulator'))('title') };
}

export default function Simulator() {
  return <SimulatorPage />;
}

import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { DestinationHeader } from '#components/destinations/destination-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { destinationOf, statisticsOf } from './destination-of.ts';

interface DestinationLayoutProps {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: DestinationLayoutProps): Promise<Metadata> {
  return { title: (await destinationOf((await params).id)).name };
}

export default async function DestinationLayout({ params, children }: DestinationLayoutProps) {
  const { id } = await params;
  const [destination, statistics, may] = await Promise.all([
    destinationOf(id),
    statisticsOf(id),
    allowed('destinations.update', 'destinations.delete'),
  ]);
  return (
    <>
      <DestinationHeader
        destination={destination}
        statistics={statistics}
        may={{ update: may['destinations.update'], delete: may['destinations.delete'] }}
      />
      {children}
    </>
  );
}

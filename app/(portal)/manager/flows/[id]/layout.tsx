import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { FlowHeader } from '#components/flows/flow-header.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadFlowHours } from '#server/flows/loaders.ts';
import { flowOf } from './flow-of.ts';

interface FlowLayoutProps {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: FlowLayoutProps): Promise<Metadata> {
  return { title: (await flowOf((await params).id)).name };
}

export default async function FlowLayout({ params, children }: FlowLayoutProps) {
  const { id } = await params;
  const [flow, hours, may] = await Promise.all([
    flowOf(id),
    loadFlowHours(id),
    allowed('flows.update', 'flows.delete', 'uplinks.replay'),
  ]);
  return (
    <>
      <FlowHeader
        flow={flow}
        hours={hours}
        may={{ update: may['flows.update'], delete: may['flows.delete'], replay: may['uplinks.replay'] }}
      />
      {children}
    </>
  );
}

import { DestinationGraphs } from '#components/destinations/destination-graphs.tsx';
import { statisticsOf } from '../destination-of.ts';

export default async function DestinationGraphsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <DestinationGraphs id={id} statistics={await statisticsOf(id)} />;
}

import { MergerForm } from '#components/destinations/merger-form.tsx';
import { allowed } from '#server/access/allowed.ts';
import { loadMergerChoices } from '#server/destinations/loaders.ts';
import { destinationOf } from '../destination-of.ts';

export default async function DestinationMergerPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [destination, choices, may] = await Promise.all([
    destinationOf(id),
    loadMergerChoices(id),
    allowed('destinations.update'),
  ]);
  return (
    <MergerForm
      key={JSON.stringify(destination.merger)}
      destination={destination}
      choices={choices}
      mayUpdate={may['destinations.update']}
    />
  );
}

import { HttpsForm } from '#components/destinations/https-form.tsx';
import { requireAllowed } from '#server/access/allowed.ts';
import { destinationOf } from '../destination-of.ts';

export default async function DestinationSettingsPage({ params }: { params: Promise<{ id: string }> }) {
  await requireAllowed('destinations.update');
  const destination = await destinationOf((await params).id);
  return <HttpsForm key={String(destination.modifiedAt)} destination={destination} />;
}

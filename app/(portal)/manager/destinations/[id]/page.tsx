import { DeliveryLog } from '#components/destinations/delivery-log.tsx';
import { pageQuery, type SearchParams } from '#components/frame/page-query.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadDeliveries } from '#server/deliveries/loaders.ts';
import { destinationOf } from './destination-of.ts';

interface DeliveriesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function DeliveriesPage({ params, searchParams }: DeliveriesPageProps) {
  const { id } = await params;
  const query = await pageQuery(searchParams);
  const [{ name }, page, may] = await Promise.all([
    destinationOf(id),
    loadDeliveries(query, id),
    allowed('deliveries.replay'),
  ]);
  return (
    <DeliveryLog destination={{ id, name }} initial={{ query, page }} mayReplay={may['deliveries.replay']} />
  );
}

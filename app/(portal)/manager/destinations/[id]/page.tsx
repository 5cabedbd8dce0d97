import { DeliveryLog } from '#components/destinations/delivery-log.tsx';
import type { SearchParams } from '#components/frame/page-query.ts';
import { allowed } from '#server/access/allowed.ts';
import { loadDeliveries } from '#server/deliveries/loaders.ts';
import { listPage } from '../../../first-page.ts';
import { destinationOf } from './destination-of.ts';

interface DeliveriesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function DeliveriesPage({ params, searchParams }: DeliveriesPageProps) {
  const { id } = await params;
  const [{ name }, { views, initial }, may] = await Promise.all([
    destinationOf(id),
    listPage('deliveries', searchParams, (query) => loadDeliveries(query, id)),
    allowed('deliveries.replay'),
  ]);
  return (
    <DeliveryLog
      destination={{ id, name }}
      initial={initial}
      views={views}
      mayReplay={may['deliveries.replay']}
    />
  );
}

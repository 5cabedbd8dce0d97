import { cache } from 'react';
import { loadDeliveryStatistics } from '#server/deliveries/loaders.ts';
import { loadDestination } from '#server/destinations/loaders.ts';

/** Read once a request, by the frame of the page and by its part. */
export const destinationOf = cache(loadDestination);
export const statisticsOf = cache((id: string) => loadDeliveryStatistics(id));

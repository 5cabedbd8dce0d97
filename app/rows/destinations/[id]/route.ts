import { getDestination } from '#server/destinations/read-destinations.ts';
import { portalReadById } from '#server/http/table-rows.ts';

export const GET = portalReadById(getDestination);

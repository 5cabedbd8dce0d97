import { listDestinations } from '#server/destinations/read-destinations.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listDestinations);

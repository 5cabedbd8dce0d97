import { listDestinationRows } from '#server/destinations/list-destination-rows.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listDestinationRows);

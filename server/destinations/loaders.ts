import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { listDestinationRows } from './list-destination-rows.ts';
import { getDestination, getMergerChoices, listDestinations } from './read-destinations.ts';

export const loadDestinations = (query: TableQuery) => load((actor) => listDestinations(actor, query));

export const loadDestination = (id: string) => loadWith(byIdSchema, { id }, getDestination);

export const loadDestinationRows = (query: TableQuery) => load((actor) => listDestinationRows(actor, query));

export const loadMergerChoices = (id: string) => loadWith(byIdSchema, { id }, getMergerChoices);

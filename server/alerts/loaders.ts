import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { countOpenAlerts, getAlert, getWish, listAlerts, listMutes } from './read-alerts.ts';

export const loadAlerts = (query: TableQuery) => load((actor) => listAlerts(actor, query));
export const loadAlert = (id: string) => loadWith(byIdSchema, { id }, getAlert);
export const loadOpenAlerts = () => load(countOpenAlerts);
export const loadMutes = () => load(listMutes);
export const loadWish = () => load(getWish);

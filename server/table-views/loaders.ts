import 'server-only';
import { load } from '#server/http/load.ts';
import type { ViewedTable } from './contract.ts';
import { listTableViews } from './read-table-views.ts';

export const loadTableViews = (table: ViewedTable) => load((actor) => listTableViews(actor, { table }));

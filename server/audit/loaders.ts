import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load } from '#server/http/load.ts';
import { listAudit } from './read-audit.ts';

export const loadAudit = (query: TableQuery) => load((actor) => listAudit(actor, query));

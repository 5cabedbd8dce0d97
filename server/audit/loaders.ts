import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { type HistoryKind, historyQuerySchema } from './contract.ts';
import { listAudit, listHistory } from './read-audit.ts';

export const loadAudit = (query: TableQuery) => load((actor) => listAudit(actor, query));

/** What was done to one object, newest first. */
export const loadHistory = (kind: HistoryKind, id: string) =>
  loadWith(historyQuerySchema, { kind, id }, listHistory);

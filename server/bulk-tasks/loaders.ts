import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getBulkTask, listBulkKinds, listBulkRows, listBulkTasks } from './read-tasks.ts';

export const loadBulkKinds = () => load(listBulkKinds);

export const loadBulkTasks = (query: TableQuery) => load((actor) => listBulkTasks(actor, query));

export const loadBulkTask = (id: string) => loadWith(byIdSchema, { id }, getBulkTask);

export const loadBulkRows = (id: string, query: TableQuery) =>
  loadWith(byIdSchema, { id }, (actor) => listBulkRows(actor, { id, query }));

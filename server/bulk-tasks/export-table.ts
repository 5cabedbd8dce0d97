import type { ExportTable } from '#server/exports/definition.ts';
import type { BulkTaskItem } from './contract.ts';
import { listBulkTasks } from './read-tasks.ts';

export const bulkTaskExport: ExportTable<BulkTaskItem> = {
  name: 'bulk-tasks',
  operation: 'bulk-tasks.read',
  columns: {
    id: (row) => row.id,
    kind: (row) => row.kind,
    source: (row) => row.source,
    fileName: (row) => row.fileName,
    state: (row) => row.state,
    total: (row) => row.total,
    toDo: (row) => row.toDo,
    progress: (row) => row.done + row.failed,
    done: (row) => row.done,
    failed: (row) => row.failed,
    refused: (row) => row.planned.refuse ?? 0,
    actor: (row) => row.actor.name,
    createdAt: (row) => row.createdAt,
    confirmedAt: (row) => row.confirmedAt,
    finishedAt: (row) => row.finishedAt,
  },
  list: listBulkTasks,
};

import type { ExportTable } from '#server/exports/definition.ts';
import type { AuditItem } from './contract.ts';
import { listAudit } from './read-audit.ts';

const asText = (value: AuditItem['before']) => (value === null ? null : JSON.stringify(value));

/** Who did what when, and what it changed; of one object these are all. */
export const auditColumns: ExportTable<AuditItem>['columns'] = {
  id: (row) => row.id,
  at: (row) => row.at,
  actor: (row) => row.actor.name,
  actorKind: (row) => row.actor.kind,
  operation: (row) => row.operation,
  before: (row) => asText(row.before),
  after: (row) => asText(row.after),
  change: ({ before, after }) =>
    before === null && after === null ? null : JSON.stringify({ before, after }),
  via: (row) => row.via,
  address: (row) => row.address,
};

export const auditExport: ExportTable<AuditItem> = {
  name: 'audit-log',
  operation: 'audit.read',
  columns: {
    ...auditColumns,
    objectKind: (row) => row.object.kind,
    objectId: (row) => row.object.id,
    objectName: (row) => row.object.name,
  },
  list: listAudit,
};

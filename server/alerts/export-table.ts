import type { ExportTable } from '#server/exports/definition.ts';
import type { AlertItem } from './contract.ts';
import { listAlerts } from './read-alerts.ts';

export const alertExport: ExportTable<AlertItem> = {
  name: 'alerts',
  operation: 'alerts.read',
  columns: {
    id: (row) => row.id,
    kind: (row) => row.kind,
    status: (row) => row.status,
    device: (row) => row.device?.name,
    identifier: (row) => row.device?.identifier,
    deviceType: (row) => row.device?.typeName,
    project: (row) => row.device?.projectName,
    cause: (row) => row.cause && (row.cause.name ?? row.cause.id),
    incident: (row) => row.incident && (row.incident.name ?? row.incident.source),
    devices: (row) => (row.kind === 'incident' ? row.members : null),
    missing: (row) => (row.kind === 'incident' ? row.missing : null),
    heardAt: (row) => row.heardAt,
    since: (row) => row.since,
    openedAt: (row) => row.openedAt,
    silentAt: (row) => row.silentAt,
    resolvedAt: (row) => row.resolvedAt,
    resolution: (row) => row.resolution,
    muted: (row) => row.isMuted,
    acknowledgedAt: (row) => row.acknowledged?.at,
    acknowledgedBy: (row) => row.acknowledged?.by,
    note: (row) => row.acknowledged?.note,
  },
  list: (actor, query) => listAlerts(actor, query),
};

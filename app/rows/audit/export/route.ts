import { auditExport } from '#server/audit/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(auditExport);

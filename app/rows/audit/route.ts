import { listAudit } from '#server/audit/read-audit.ts';
import { tableRows } from '#server/http/table-rows.ts';

export const GET = tableRows(listAudit);

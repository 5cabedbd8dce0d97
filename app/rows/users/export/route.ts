import { tableExport } from '#server/http/table-export.ts';
import { userExport } from '#server/users/export-table.ts';

export const GET = tableExport(userExport);

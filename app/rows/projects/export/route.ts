import { tableExport } from '#server/http/table-export.ts';
import { projectExport } from '#server/projects/export-table.ts';

export const GET = tableExport(projectExport);

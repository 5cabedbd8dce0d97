import { tableExport } from '#server/http/table-export.ts';
import { mailExport } from '#server/mails/export-table.ts';

export const GET = tableExport(mailExport);

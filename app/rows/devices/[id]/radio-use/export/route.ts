import { tableExport } from '#server/http/table-export.ts';
import { radioUseExport } from '#server/uplinks/export-radio-use.ts';

export const GET = tableExport(radioUseExport);

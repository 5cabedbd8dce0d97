import { tableExport } from '#server/http/table-export.ts';
import { unknownExport } from '#server/lora-networks/export-table.ts';

export const GET = tableExport(unknownExport);

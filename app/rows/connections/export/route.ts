import { tableExport } from '#server/http/table-export.ts';
import { connectionExport } from '#server/lora-networks/export-table.ts';

export const GET = tableExport(connectionExport);

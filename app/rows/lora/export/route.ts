import { tableExport } from '#server/http/table-export.ts';
import { loraExport } from '#server/lora-registrations/export-table.ts';

export const GET = tableExport(loraExport);

import { destinationExport } from '#server/destinations/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(destinationExport);

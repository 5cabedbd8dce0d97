import { tableExport } from '#server/http/table-export.ts';
import { measurementExport } from '#server/measurements/export-table.ts';

export const GET = tableExport(measurementExport);

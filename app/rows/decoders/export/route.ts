import { decoderExport } from '#server/decoders/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(decoderExport);

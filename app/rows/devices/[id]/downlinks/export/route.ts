import { downlinkExport } from '#server/downlinks/export-table.ts';
import { tableExport } from '#server/http/table-export.ts';

export const GET = tableExport(downlinkExport);

import { bulkRowExport } from '#server/bulk-tasks/export-rows.ts';
import { tableExport } from '#server/http/table-export.ts';
import { rowWords } from '../../reason-words.ts';

type Door = ReturnType<typeof tableExport>;

export const GET: Door = async (request, context) =>
  tableExport(bulkRowExport(await rowWords()))(request, context);

import { tableExport } from '#server/http/table-export.ts';
import { accountExport } from '#server/sims/export-accounts.ts';

export const GET = tableExport(accountExport);

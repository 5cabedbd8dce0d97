import { tableRows } from '#server/http/table-rows.ts';
import { listMails } from '#server/mails/read-mails.ts';

export const GET = tableRows(listMails);

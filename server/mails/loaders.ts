import 'server-only';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getMail, isMailSent, listMails } from './read-mails.ts';

export const loadMails = (query: TableQuery) => load((actor) => listMails(actor, query));
export const loadMail = (id: string) => loadWith(byIdSchema, { id }, getMail);
export const loadMailServer = () => load(async () => isMailSent());

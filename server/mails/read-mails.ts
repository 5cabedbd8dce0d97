import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { env } from '#server/platform/env.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Mail, MailItem } from './contract.ts';
import { selectMail, selectMailPage } from './list.sql.ts';

export async function listMails(actor: Actor, query: TableQuery): Promise<TablePage<MailItem>> {
  const scope = authorize(actor, 'mails.read');
  return tenantTransaction(scope, (tx) => selectMailPage(tx, scope, query));
}

export async function getMail(actor: Actor, { id }: { id: string }): Promise<Mail> {
  const scope = authorize(actor, 'mails.read');
  return tenantTransaction(scope, async (tx) => {
    const mail = await selectMail(tx, scope, id);
    if (!mail) throw notFound('mails');
    return mail;
  });
}

/** Whether what is written is sent: a mail server is set. */
export function isMailSent(): boolean {
  return env().SMTP_URL !== undefined;
}

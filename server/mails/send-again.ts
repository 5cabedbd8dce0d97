import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { selectMail, sendAgainRow } from './list.sql.ts';
import { isMailSent } from './read-mails.ts';

/** One that failed, or was held while there was no mail server, has all its tries once more. */
export async function sendAgain(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'mails.send');
  await tenantTransaction(scope, async (tx) => {
    const mail = await selectMail(tx, scope, id);
    if (!mail) throw notFound('mails');
    if (mail.state === 'sent') throw new DomainError('mails.sent-already', 'conflict');
    if (!isMailSent()) throw new DomainError('mails.no-server', 'conflict');
    await sendAgainRow(tx, scope, id, new Date());
    await recordAudit(tx, actor, {
      operation: 'mails.send',
      object: { kind: 'mail', id, name: mail.subject },
      before: { state: mail.state },
      after: { state: 'waiting' },
    });
  });
}

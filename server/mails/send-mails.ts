import type { Mailer } from '#server/drivers/mail/contract.ts';
import { log } from '#server/platform/log.ts';
import { claimSystemMails, endSystemTry } from './outbox.sql.ts';
import { afterTry } from './rules.ts';

const AT_ONCE = 20;

/** Sends what is due. At least once: the row says sent only after the server took it. */
export async function sendMails(
  mailer: Mailer,
  now: () => Date,
): Promise<{ tried: number; isMore: boolean }> {
  const claimed = await claimSystemMails(now(), AT_ONCE);
  for (const mail of claimed) {
    const { id, tries, recipient, recipientName, ...rest } = mail;
    const outcome = await mailer.send({ ...rest, id, to: { name: recipientName, address: recipient } });
    const after = afterTry(tries, outcome, now());
    if (after.state !== 'sent') log.warn({ mail: id, tries, error: after.error }, 'a mail was not sent');
    await endSystemTry(id, tries, after, now());
  }
  return { tried: claimed.length, isMore: claimed.length === AT_ONCE };
}

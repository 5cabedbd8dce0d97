import { sql } from 'drizzle-orm';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { NewMail } from './contract.ts';
import { type AfterTry, oneLine } from './rules.ts';

/** A claim ends by itself: whoever died while sending leaves it to the next, which may send it once more. */
const CLAIM_SECONDS = 120;

/** In the transaction of whoever has something to say. `held` where no mail server is set. */
export async function insertMail(tx: Tx, mail: NewMail, isSent: boolean): Promise<void> {
  await tx.execute(sql`
    insert into mails (customer_id, user_id, kind, recipient, recipient_name, subject, text, html, headers, state)
    values (${mail.customerId}::uuid, ${mail.userId}::uuid, ${mail.kind}, ${oneLine(mail.recipient, 320)},
      ${oneLine(mail.recipientName, 200)}, ${oneLine(mail.subject, 200)}, ${mail.text}, ${mail.html}, ${jsonb(mail.headers)},
      ${isSent ? 'waiting' : 'held'})`);
}

export interface ClaimedMail {
  id: string;
  tries: number;
  recipient: string;
  recipientName: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

export async function claimSystemMails(now: Date, limit: number): Promise<ClaimedMail[]> {
  const rows = await pipelineDatabase().execute<ClaimedMail & Record<string, unknown>>(sql`
    update mails m set tries = m.tries + 1, next_at = ${now.toISOString()}::timestamptz + make_interval(secs => ${CLAIM_SECONDS})
    where m.state = 'waiting' and m.id in (
      select id from mails where state = 'waiting' and next_at <= ${now.toISOString()}::timestamptz
      order by next_at limit ${limit} for update skip locked)
    returning m.id, m.tries, m.recipient, m.recipient_name as "recipientName", m.subject, m.text, m.html, m.headers`);
  return [...rows];
}

/** Only where nobody has claimed it anew meanwhile. */
export async function endSystemTry(id: string, tries: number, after: AfterTry, now: Date): Promise<void> {
  const error = after.state === 'sent' ? null : after.error;
  const nextAt = after.state === 'waiting' ? after.nextAt : now;
  await pipelineDatabase().execute(sql`
    update mails set state = ${after.state}, last_error = ${error}, next_at = ${nextAt.toISOString()}::timestamptz,
      sent_at = ${after.state === 'sent' ? now.toISOString() : null}::timestamptz
    where id = ${id}::uuid and state = 'waiting' and tries = ${tries}`);
}

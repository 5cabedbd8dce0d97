import { insertMail } from '#server/mails/outbox.sql.ts';
import { isMailSent } from '#server/mails/read-mails.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { env, publicUrl } from '#server/platform/env.ts';
import {
  lastTold,
  storeMailed,
  takeMailRound,
  type WaitingReader,
  waitingNotices,
  waitingReaders,
} from './mail-readers.sql.ts';
import { isMailDue } from './mail-rules.ts';
import { type MailNotice, writeAlertMail } from './mail-text.ts';
import { mintUnsubscribeToken } from './unsubscribe-token.ts';

const READERS_AT_ONCE = 500;

/**
 * Writes to everybody whose time has come: one mail with all of it, and the mark up to where, in one transaction.
 *
 * @param withDigests also who is written to once an hour or a day
 */
export function writeAlertMails(now: Date, withDigests = true): Promise<number> {
  return pipelineDatabase().transaction(async (tx) => {
    if (!(await takeMailRound(tx))) return 0;
    let written = 0;
    for (const reader of await waitingReaders(tx, withDigests, READERS_AT_ONCE))
      if (await writeTo(tx, reader, now)) written++;
    return written;
  });
}

async function writeTo(tx: Tx, reader: WaitingReader, now: Date): Promise<boolean> {
  const upTo = await lastTold(tx, reader.customerId);
  const notices = reader.mail === 'off' ? [] : await waitingNotices(tx, reader);
  const [oldest] = notices;
  if (!oldest) {
    await storeMailed(tx, reader, upTo, null);
    return false;
  }
  const mailedAt = reader.mailedAt === null ? null : new Date(reader.mailedAt);
  if (!isMailDue({ ...reader, mailedAt }, oldest.at, now)) return false;
  const told = worthTelling(notices);
  await storeMailed(tx, reader, upTo, told.length > 0 ? now : null);
  if (told.length === 0) return false;
  await insertMail(tx, mailTo(reader, told), isMailSent());
  return true;
}

/** Of each alert the last thing that happened; nothing of a device that is back before anybody was told that it was gone. */
function worthTelling(notices: readonly MailNotice[]): MailNotice[] {
  const last = new Map<string, MailNotice>();
  for (const notice of notices) {
    last.delete(notice.alert.id);
    last.set(notice.alert.id, notice);
  }
  return [...last.values()].filter(({ alert, isOver }) => alert.kind === 'incident' || !isOver);
}

function mailTo(reader: WaitingReader, notices: readonly MailNotice[]) {
  const { customerId, userId, name, email } = reader;
  const origin = publicUrl().replace(/\/+$/, '');
  const token = mintUnsubscribeToken(env().NEXTAUTH_SECRET, { customerId, userId });
  const unsubscribe = `${origin}/unsubscribe?token=${token}`;
  return {
    customerId,
    userId,
    kind: 'alerts',
    recipient: email,
    recipientName: name,
    ...writeAlertMail(notices, reader, { origin, unsubscribe }),
    // RFC 8058: mail programs offer it beside the mail, in one press.
    headers: {
      'List-Unsubscribe': `<${origin}/unsubscribe/alerts?token=${token}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  };
}

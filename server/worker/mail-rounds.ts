import { writeAlertMails } from '#server/alerts/write-mails.ts';
import type { Mailer } from '#server/drivers/mail/contract.ts';
import { smtpMailer } from '#server/drivers/mail/smtp.ts';
import { sendMails } from '#server/mails/send-mails.ts';
import { env, mailFrom } from '#server/platform/env.ts';
import { Rounds } from '#server/platform/rounds.ts';

const EVERY_MS = 10_000;

/** Writes mails, and sends what was written where a mail server is set. */
export class MailRounds extends Rounds {
  readonly #mailer: Mailer | null;

  constructor() {
    super('mails were not written or sent', EVERY_MS);
    const { SMTP_URL } = env();
    this.#mailer = SMTP_URL ? smtpMailer(SMTP_URL, mailFrom()) : null;
  }

  protected async round(): Promise<boolean> {
    await writeAlertMails(new Date());
    return this.#mailer ? (await sendMails(this.#mailer, () => new Date())).isMore : false;
  }

  override async stop(waitMs: number): Promise<void> {
    await super.stop(waitMs);
    this.#mailer?.close();
  }
}

import { writeAlertMails } from '#server/alerts/write-mails.ts';
import type { Mailer } from '#server/drivers/mail/contract.ts';
import { smtpMailer } from '#server/drivers/mail/smtp.ts';
import { sendMails } from '#server/mails/send-mails.ts';
import { env, mailFrom } from '#server/platform/env.ts';
import { Rounds } from '#server/platform/rounds.ts';

const EVERY_MS = 10_000;
/** What waits for its hour need not be looked at more often. */
const DIGESTS_EVERY_MS = 5 * 60_000;

/** Writes mails, and sends what was written where a mail server is set. */
export class MailRounds extends Rounds {
  readonly #mailer: Mailer | null;
  #digestsAt = 0;

  constructor() {
    super('mails were not written or sent', EVERY_MS);
    const { SMTP_URL } = env();
    this.#mailer = SMTP_URL ? smtpMailer(SMTP_URL, mailFrom()) : null;
  }

  protected async round(): Promise<boolean> {
    const withDigests = Date.now() - this.#digestsAt >= DIGESTS_EVERY_MS;
    await writeAlertMails(new Date(), withDigests);
    if (withDigests) this.#digestsAt = Date.now();
    return this.#mailer ? (await sendMails(this.#mailer, () => new Date())).isMore : false;
  }

  override async stop(waitMs: number): Promise<void> {
    await super.stop(waitMs);
    this.#mailer?.close();
  }
}

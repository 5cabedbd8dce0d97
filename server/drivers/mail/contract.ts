import type { MailOutcome } from '#server/mails/contract.ts';

/** A mail as it goes out. Addresses are one line each and stand apart from names: neither can add a header. */
export interface OutgoingMail {
  /** Of the row: the same in every try, so that a receiver sees that it is the same mail. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

export interface Mailer {
  send(mail: OutgoingMail): Promise<MailOutcome>;
  close(): void;
}

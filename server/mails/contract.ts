export const MAIL_STATES = ['waiting', 'sent', 'failed', 'held'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** One mail of the outbox, as a list shows it. */
export interface MailItem {
  id: string;
  kind: string;
  recipient: string;
  recipientName: string;
  subject: string;
  state: MailState;
  tries: number;
  nextAt: Date;
  lastError: string | null;
  sentAt: Date | null;
  createdAt: Date;
}

export interface Mail extends MailItem {
  text: string;
}

/** What a part of the product wants to tell somebody. */
export interface NewMail {
  customerId: string;
  userId: string;
  kind: string;
  recipient: string;
  recipientName: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

/** What became of one try. */
export type MailOutcome =
  | { state: 'sent' }
  /** `passing`: another try may do it; otherwise the server refused this mail or its recipient for good. */
  | { state: 'refused'; passing: boolean; error: string };

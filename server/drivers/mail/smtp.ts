import { createTransport } from 'nodemailer';
import type { MailOutcome } from '#server/mails/contract.ts';
import type { Mailer, OutgoingMail } from './contract.ts';

/** A server that says nothing is given up on sooner than nodemailer does (ten minutes). */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
const CONNECTIONS = 2;
/** Commands after which a 5xx is about this mail, not about us (RFC 5321 §4.2.1). */
const ABOUT_THE_MAIL = /^(MAIL FROM|RCPT TO|DATA)/;

interface SmtpError {
  code?: string;
  responseCode?: number;
  command?: string;
  message?: string;
}

/** A mail server by its address, `smtp://user:password@host:587` or `smtps://…:465`, and the sender of all mails. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ url, pool: true, maxConnections: CONNECTIONS, ...TIMEOUTS });
  return {
    send: async (mail) => {
      try {
        const { rejected } = await transport.sendMail(messageOf(mail, from));
        if (rejected.length > 0) return { state: 'refused', passing: false, error: 'recipient refused' };
        return { state: 'sent' };
      } catch (error) {
        return refusalOf(error as SmtpError);
      }
    },
    close: () => transport.close(),
  };
}

function messageOf({ id, to, subject, text, html, headers }: OutgoingMail, from: string) {
  return {
    from,
    to,
    subject,
    text,
    html,
    headers,
    messageId: `<${id}@things-portal>`,
    // What a mail links to is not fetched, and no file of ours goes with it.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function refusalOf({ code, responseCode = 0, command = '', message }: SmtpError): MailOutcome {
  const isFinal = responseCode >= 500 && responseCode < 600 && ABOUT_THE_MAIL.test(command);
  const error = [code, responseCode || null, (message ?? '').replaceAll(/\s+/g, ' ').slice(0, 300)];
  return { state: 'refused', passing: !isFinal, error: error.filter(Boolean).join(' ') };
}

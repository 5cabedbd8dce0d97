import type { ExportTable } from '#server/exports/definition.ts';
import type { MailItem } from './contract.ts';
import { listMails } from './read-mails.ts';

export const mailExport: ExportTable<MailItem> = {
  name: 'mails',
  operation: 'mails.read',
  columns: {
    id: (row) => row.id,
    subject: (row) => row.subject,
    recipient: (row) => row.recipient,
    name: (row) => row.recipientName,
    state: (row) => row.state,
    tries: (row) => row.tries,
    lastError: (row) => row.lastError,
    createdAt: (row) => row.createdAt,
    sentAt: (row) => row.sentAt,
  },
  list: (actor, query) => listMails(actor, query),
};

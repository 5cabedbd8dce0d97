import { and, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { mails } from '#db/schema/mails.ts';
import type { Tx } from '#server/platform/database.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { Mail, MailItem } from './contract.ts';

const columns = {
  id: mails.id,
  kind: mails.kind,
  recipient: mails.recipient,
  recipientName: mails.recipientName,
  subject: mails.subject,
  state: mails.state,
  tries: mails.tries,
  nextAt: mails.nextAt,
  lastError: mails.lastError,
  sentAt: mails.sentAt,
  createdAt: mails.createdAt,
};

const selectFrom = (tx: Tx) => tx.select(columns).from(mails).$dynamic();
type Row = RowOf<ReturnType<typeof selectFrom>>;

const definition: TableDefinition<Row> = {
  id: { key: mails.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'createdAt', desc: true },
  sorts: { createdAt: { key: mails.createdAt, type: 'timestamptz', of: (row) => row.createdAt } },
  fields: {
    state: { kind: 'choice', sql: mails.state },
    recipient: { kind: 'text', sql: mails.recipient },
    subject: { kind: 'text', sql: mails.subject },
    createdAt: { kind: 'date', sql: mails.createdAt },
    sentAt: { kind: 'date', sql: mails.sentAt },
  },
  search: (q) =>
    sql`(${contains(mails.recipient, q)} or ${contains(mails.recipientName, q)} or ${contains(mails.subject, q)})`,
};

const own = (scope: TenantScope) => eq(mails.customerId, scope.customerId);

export const selectMailPage = (tx: Tx, scope: TenantScope, query: TableQuery): Promise<TablePage<MailItem>> =>
  selectTablePage(
    tx,
    () => selectFrom(tx),
    own(scope),
    definition,
    query,
    (row) => row,
  );

export async function selectMail(tx: Tx, scope: TenantScope, id: string): Promise<Mail | null> {
  const [row] = await tx
    .select({ ...columns, text: mails.text })
    .from(mails)
    .where(and(own(scope), eq(mails.id, id)));
  return row ?? null;
}

/** Once more from the first try, whatever became of it; not what was sent. */
export async function sendAgainRow(tx: Tx, scope: TenantScope, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(mails)
    .set({ state: 'waiting', tries: 0, nextAt: now })
    .where(and(own(scope), eq(mails.id, id)))
    .returning({ id: mails.id });
  return rows.length > 0;
}

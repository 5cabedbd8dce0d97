import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { downlinks } from '#db/schema/downlinks.ts';
import type { Tx } from '#server/platform/database.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { Downlink } from './contract.ts';
import { downlinkOf, selectNumbered } from './repository.ts';

/** The list of what one device was sent. */

type Row = RowOf<ReturnType<typeof selectNumbered>>;

/** Given at acceptance, one after the other: the order of a device's queue. */
const number = { key: downlinks.number, type: 'bigint' as const, of: (row: Row) => row.number };

const definition: TableDefinition<Row> = {
  id: number,
  defaultSort: { field: 'createdAt', desc: true },
  sorts: { createdAt: number },
  fields: {
    state: { kind: 'choice', sql: downlinks.state },
    reason: { kind: 'choice', sql: sql`coalesce(${downlinks.reason}, '')` },
    createdAt: { kind: 'date', sql: downlinks.createdAt },
    createdBy: { kind: 'text', sql: downlinks.createdBy },
    sentAt: { kind: 'date', sql: downlinks.sentAt },
    endedAt: { kind: 'date', sql: downlinks.endedAt },
    tries: { kind: 'number', sql: downlinks.tries },
    externalReference: { kind: 'text', sql: downlinks.externalReference },
  },
  search: (q) => sql`(${inMethod(q)} or ${contains(downlinks.externalReference, q)})`,
};

/** A payload is read with spaces between its bytes, and stored without. */
function inMethod(q: string): SQL {
  const text = sql`${downlinks.method}::text`;
  const bytes = q.replace(/[\s:-]/g, '');
  return /^[0-9a-f]+$/i.test(bytes)
    ? sql`(${contains(text, q)} or ${contains(text, bytes)})`
    : contains(text, q);
}

export async function selectDownlinkPage(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  query: TableQuery,
): Promise<TablePage<Downlink>> {
  const own = and(eq(downlinks.customerId, scope.customerId), eq(downlinks.deviceId, deviceId));
  return selectTablePage(
    tx,
    () => selectNumbered(tx),
    own,
    definition,
    query,
    ({ number: _, ...row }) => downlinkOf(row),
  );
}

/** How many have not ended. */
export async function countOpenDownlinks(tx: Tx, scope: TenantScope, deviceId: string): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from ${downlinks} where ${downlinks.customerId} = ${scope.customerId}::uuid
      and ${downlinks.deviceId} = ${deviceId}::uuid and ${downlinks.state} in ('PENDING', 'EXECUTING')`);
  return row?.n ?? 0;
}

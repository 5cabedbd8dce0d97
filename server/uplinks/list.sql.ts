import { and, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { uplinks } from '#db/schema/uplinks.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { UplinkKind, UplinkListItem } from './contract.ts';
import { messageState } from './rules.ts';

/** LoRa history and the messages of a device: newest first, by the time of acceptance. */

const columns = {
  id: uplinks.id,
  deviceId: uplinks.deviceId,
  receivedAt: uplinks.receivedAt,
  occurredAt: uplinks.occurredAt,
  kind: uplinks.kind,
  fCntUp: uplinks.fCntUp,
  fPort: uplinks.fPort,
  signal: uplinks.signal,
  spreadingFactor: uplinks.spreadingFactor,
  processed: uplinks.processed,
  event: uplinks.event,
  packs: sql<number>`(select count(*)::int from packs p where p.uplink_id = ${outer(uplinks.id)} and p.received_at = ${outer(uplinks.receivedAt)})`,
  failures: sql<number>`(select count(*)::int from decoding_failures f where f.uplink_id = ${outer(uplinks.id)})`,
  queued: sql<boolean>`exists (select from uplink_queue q where q.uplink_id = ${outer(uplinks.id)})`,
  delivered: sql<number>`(select count(*)::int from deliveries r where r.uplink_id = ${outer(uplinks.id)} and r.received_at = ${outer(uplinks.receivedAt)} and r.state = 'delivered')`,
  failed: sql<number>`(select count(*)::int from deliveries r where r.uplink_id = ${outer(uplinks.id)} and r.received_at = ${outer(uplinks.receivedAt)} and r.state = 'failed')`,
  waiting: sql<number>`(select count(*)::int from delivery_queue q where q.uplink_id = ${outer(uplinks.id)})`,
};

const selectFrom = (tx: Tx) => tx.select(columns).from(uplinks).$dynamic();

type Row = RowOf<ReturnType<typeof selectFrom>>;

const definition: TableDefinition<Row> = {
  id: { key: uplinks.id, type: 'bigint', of: (row) => row.id },
  defaultSort: { field: 'receivedAt', desc: true },
  sorts: { receivedAt: { key: uplinks.receivedAt, type: 'timestamptz', of: (row) => row.receivedAt } },
  fields: {
    kind: { kind: 'choice', sql: uplinks.kind },
    receivedAt: { kind: 'date', sql: uplinks.receivedAt },
    occurredAt: { kind: 'date', sql: uplinks.occurredAt },
    fPort: { kind: 'number', sql: uplinks.fPort },
    fCntUp: { kind: 'number', sql: uplinks.fCntUp },
    signal: { kind: 'number', sql: uplinks.signal },
    spreadingFactor: { kind: 'number', sql: uplinks.spreadingFactor },
    failures: {
      kind: 'number',
      sql: sql`(select count(*) from decoding_failures f where f.uplink_id = ${outer(uplinks.id)})`,
    },
  },
  search: (q) => contains(sql`${uplinks.event} ->> 'frmPayload'`, q.replace(/[\s:-]/g, '')),
};

function itemOf({ processed, queued, delivered, failed, waiting, ...row }: Row): UplinkListItem {
  return {
    ...row,
    kind: row.kind as UplinkKind,
    event: row.event as DeviceEvent,
    state: messageState({ kind: row.kind, processed, queued, packs: row.packs, failures: row.failures }),
    deliveries: { delivered, failed, waiting },
  };
}

export async function selectUplinkPage(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  query: TableQuery,
): Promise<TablePage<UplinkListItem>> {
  const ofDevice = and(eq(uplinks.customerId, scope.customerId), eq(uplinks.deviceId, deviceId));
  return selectTablePage(tx, () => selectFrom(tx), ofDevice, definition, query, itemOf);
}

export async function selectUplinkItem(
  tx: Tx,
  scope: TenantScope,
  id: number,
): Promise<UplinkListItem | null> {
  const [row] = await selectFrom(tx).where(and(eq(uplinks.customerId, scope.customerId), eq(uplinks.id, id)));
  return row ? itemOf(row) : null;
}

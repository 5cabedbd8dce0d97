import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { uplinks } from '#db/schema/uplinks.ts';
import { outcomeOfFinal } from '#server/deliveries/outcome.sql.ts';
import { DECODED_KINDS } from '#server/pipeline/accept/message.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { FrameContent } from '#server/protocols/lorawan/frame-content.ts';
import { askedDownlink, isAsked } from './asked-downlink.sql.ts';
import { type Confirmation, UPLINK_KINDS, type UplinkKind, type UplinkListItem } from './contract.ts';
import { frameMarks } from './frame-marks.ts';
import { messageState } from './rules.ts';
import { isSolvedLater, solvedFrom, solvedLater } from './solved-later.sql.ts';

/** LoRa history and the messages of a device: newest first, by the time of acceptance or by the time of sending. */

/** Kinds that have a place among each other: what a device sent, and that a session began. */
const PLACED = sql.raw(`('lora.uplink', 'lora.join', 'http.senml', 'mqtt.senml', 'digitalmatter.record')`);

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
  delivered: sql<number>`(select count(*)::int from deliveries r where r.uplink_id = ${outer(uplinks.id)} and r.received_at = ${outer(uplinks.receivedAt)} and ${outcomeOfFinal} = 'delivered')`,
  failed: sql<number>`(select count(*)::int from deliveries r where r.uplink_id = ${outer(uplinks.id)} and r.received_at = ${outer(uplinks.receivedAt)} and ${outcomeOfFinal} = 'failed')`,
  waiting: sql<number>`(select count(*)::int from delivery_queue q where q.uplink_id = ${outer(uplinks.id)})`,
  solved: solvedLater,
  solvedFrom,
  asked: askedDownlink,
  before: sql<{ kind: string; fCntUp: number | null; occurredAt: string }[]>`(
    select coalesce(json_agg(b), '[]') from (
      select b.kind, b.f_cnt_up as "fCntUp", b.occurred_at as "occurredAt" from uplinks b
      where b.device_id = ${outer(uplinks.deviceId)} and b.received_at <= ${outer(uplinks.receivedAt)}
        and b.received_at > ${outer(uplinks.receivedAt)} - interval '7 days' and b.id < ${outer(uplinks.id)}
        and b.kind in ${PLACED} order by b.received_at desc, b.id desc limit 6) b)`,
};

const selectFrom = (tx: Tx) => tx.select(columns).from(uplinks).$dynamic();

type Row = RowOf<ReturnType<typeof selectFrom>>;

const told = (name: string) => sql`${uplinks.event} ->> ${name}`;
const hasData = sql`(coalesce(${told('frmPayload')}, '') <> '' and ${uplinks.fPort} is distinct from 0 or ${isAsked})`;
const hasMac = sql`(coalesce(${told('macCommands')}, '') <> '' or ${uplinks.fPort} is not distinct from 0)`;
const ofFrame = sql`${uplinks.kind} in ('lora.uplink', 'lora.downlink-sent')`;

/** What else a row is asked for than a column of its own; an unknown word matches nothing. */
const anyOf = (values: string[], conditionOf: (value: string) => SQL | undefined): SQL =>
  sql`(${sql.join([...values.map((value) => conditionOf(value) ?? sql`false`), sql`false`], sql` or `)})`;

const KINDS: Record<string, SQL> = {
  ...Object.fromEntries(UPLINK_KINDS.map((kind) => [kind, sql`${uplinks.kind} = ${kind}`])),
  'lora.join-request': sql`(${uplinks.kind} = 'lora.join' and ${told('accepted')} = 'false')`,
  'lora.join-accept': sql`(${uplinks.kind} = 'lora.join' and ${told('accepted')} = 'true')`,
};

const CARRIES: Record<FrameContent, SQL> & Record<string, SQL> = {
  data: sql`(${ofFrame} and ${hasData} and not ${hasMac})`,
  mac: sql`(${ofFrame} and ${hasMac} and not ${hasData})`,
  both: sql`(${ofFrame} and ${hasMac} and ${hasData})`,
  nothing: sql`(${ofFrame} and not ${hasMac} and not ${hasData})`,
  geolocation: sql`(${uplinks.kind} = 'lora.location' or (${uplinks.kind} = 'lora.uplink' and (${told('location')} is not null or ${isSolvedLater})))`,
};

const CONFIRMATIONS: Record<Confirmation, SQL> & Record<string, SQL> = {
  confirmed: sql`(${ofFrame} and ${told('confirmed')} = 'true')`,
  unconfirmed: sql`(${ofFrame} and ${told('confirmed')} = 'false')`,
  ack: sql`(${uplinks.kind} = 'lora.ack' or (${ofFrame} and ${told('ack')} = 'true'))`,
};

export const uplinkTable: TableDefinition<Row> = {
  id: { key: uplinks.id, type: 'bigint', of: (row) => row.id },
  defaultSort: { field: 'receivedAt', desc: true },
  sorts: {
    receivedAt: { key: uplinks.receivedAt, type: 'timestamptz', of: (row) => row.receivedAt },
    // Where a late frame has its place. Without an index, which every message would pay for: a device's month is sorted.
    occurredAt: { key: uplinks.occurredAt, type: 'timestamptz', of: (row) => row.occurredAt },
  },
  fields: {
    kind: { kind: 'choice', oneOf: (values) => anyOf(values, (value) => KINDS[value]) },
    carries: { kind: 'choice', oneOf: (values) => anyOf(values, (value) => CARRIES[value]) },
    confirmation: { kind: 'choice', oneOf: (values) => anyOf(values, (value) => CONFIRMATIONS[value]) },
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

function itemOf({
  processed,
  queued,
  delivered,
  failed,
  waiting,
  before,
  solved,
  ...row
}: Row): UplinkListItem {
  const isPlaced = DECODED_KINDS.includes(row.kind) && row.kind !== 'lora.location';
  const placed = before.map((one) => ({ ...one, occurredAt: new Date(one.occurredAt) }));
  return {
    ...row,
    marks: isPlaced ? frameMarks(row, placed) : [],
    kind: row.kind as UplinkKind,
    event: row.event as DeviceEvent,
    state: messageState({ kind: row.kind, processed, queued, packs: row.packs, failures: row.failures }),
    deliveries: { delivered, failed, waiting },
    solved: solved && { ...solved, receivedAt: new Date(solved.receivedAt) },
  };
}

export async function selectUplinkPage(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  query: TableQuery,
): Promise<TablePage<UplinkListItem>> {
  const ofDevice = and(eq(uplinks.customerId, scope.customerId), eq(uplinks.deviceId, deviceId));
  return selectTablePage(tx, () => selectFrom(tx), ofDevice, uplinkTable, query, itemOf);
}

export async function selectUplinkItem(
  tx: Tx,
  scope: TenantScope,
  id: number,
): Promise<UplinkListItem | null> {
  const [row] = await selectFrom(tx).where(and(eq(uplinks.customerId, scope.customerId), eq(uplinks.id, id)));
  return row ? itemOf(row) : null;
}

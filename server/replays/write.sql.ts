import { sql } from 'drizzle-orm';
import type { Actor } from '#server/access/actor.ts';
import { ShapeIds } from '#server/pipeline/record/shape-ids.sql.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import { postgresJson } from '#server/platform/postgres-json.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ComparedMessage, ComparedStep } from './compare.ts';
import type { ReplayOptions } from './contract.ts';
import { isChange } from './rules.ts';

const shapeIds = new ShapeIds();

interface PackRow {
  o: number;
  u: number;
  r: Date;
  d: string;
  de: string;
  dv: string | null;
  t: Date;
  sh: number;
  v: string;
  re: unknown;
}

interface Rows {
  packs: PackRow[];
  /** Packs that leave the history. */
  replaced: number[];
  /** Failures that are none any more, or that have another cause now. */
  mended: { u: number; de: string }[];
  failures: { u: number; d: string; r: Date; de: string; dv: string | null; e: unknown; l: unknown }[];
  deliveries: {
    o: number;
    p: number | null;
    po: number | null;
    u: number;
    r: Date;
    d: string;
    h: number;
    de: string;
    f: string;
  }[];
}

/** History, failures and deliveries of a batch, and that it was replayed; answers with how many deliveries there are. */
export async function writeReplay(
  tx: Tx,
  actor: Actor,
  replay: { id: string; options: ReplayOptions },
  messages: readonly ComparedMessage[],
): Promise<number> {
  const { history } = replay.options;
  const rows = await rowsOf(actor, messages, history);
  if (history) await replaceInHistory(tx, actor, replay.id, rows);
  const ids = await insertPacks(tx, actor, replay.id, { rows: rows.packs, history });
  await insertDeliveries(tx, actor, replay.id, rows, ids);
  await insertReplays(tx, actor, replay, messages);
  return rows.deliveries.length;
}

async function rowsOf(actor: Actor, messages: readonly ComparedMessage[], history: boolean): Promise<Rows> {
  const { customerId } = actor.scope;
  const packs = messages.flatMap(({ steps }) => steps.flatMap(({ pack }) => pack ?? []));
  const ids = await shapeIds.idsOf(packs.map((shape) => ({ customerId, shape })));
  const rows: Rows = { packs: [], replaced: [], mended: [], failures: [], deliveries: [] };
  for (const { message, steps, deliveries } of messages) {
    const { id: u, receivedAt: r, deviceId: d, shard: h } = message;
    const made = new Map<number, number>();
    for (const [at, step] of steps.entries()) {
      if (history) addHistory(rows, step, { u, r, d });
      const { pack, versionId, decoder } = step;
      const isSent = deliveries.some((one) => one.step === at);
      if (!pack || !(isChange(step.verdict) && (history || isSent))) continue;
      const sh = ids.get(shapeIds.keyOf(customerId, pack));
      if (sh === undefined) throw new Error('a shape has no id');
      const o = rows.packs.length;
      made.set(at, o);
      const re = step.after.logs.length ? { ...pack.rest, logs: step.after.logs } : pack.rest;
      rows.packs.push({
        o,
        u,
        r,
        d,
        de: decoder.id,
        dv: versionId,
        t: pack.time,
        sh,
        v: `{${pack.v.join(',')}}`,
        re,
      });
    }
    for (const { destinationId, flowId, step } of deliveries) {
      const po = made.get(step) ?? null;
      const p = po === null ? (steps[step]?.stored?.packId ?? null) : null;
      rows.deliveries.push({ o: rows.deliveries.length, p, po, u, r, d, h, de: destinationId, f: flowId });
    }
  }
  return rows;
}

function addHistory(
  rows: Rows,
  { stored, verdict, after, decoder, versionId }: ComparedStep,
  { u, r, d }: { u: number; r: Date; d: string },
): void {
  if (isChange(verdict) && stored?.packId != null) rows.replaced.push(stored.packId);
  if (stored?.failure && verdict !== 'fails') rows.mended.push({ u, de: decoder.id });
  if (verdict !== 'still-fails') return;
  const l = after.logs.length ? after.logs : null;
  rows.failures.push({ u, d, r, de: decoder.id, dv: versionId, e: after.failure, l });
}

async function replaceInHistory(
  tx: Tx,
  { scope }: Actor,
  replayId: string,
  { replaced, mended, failures }: Rows,
): Promise<void> {
  const customer = sql`${scope.customerId}::uuid`;
  if (replaced.length > 0)
    await tx.execute(sql`
      with gone as (
        delete from packs where customer_id = ${customer}
          and id in (select value::bigint from jsonb_array_elements_text(${jsonb(replaced)})) returning *)
      insert into shelved_packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time,
        shape_id, v, rest, why, replay_id)
      select id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest,
        'replaced', ${replayId}::uuid from gone`);
  if (mended.length > 0)
    await tx.execute(sql`
      delete from decoding_failures f using jsonb_to_recordset(${jsonb(mended)}) m(u bigint, de uuid)
      where f.customer_id = ${customer} and f.uplink_id = m.u and f.decoder_id = m.de`);
  if (failures.length > 0)
    await tx.execute(sql`
      insert into decoding_failures (uplink_id, decoder_id, customer_id, device_id, decoder_version_id, received_at, error, logs)
      select u, de, ${customer}, d, dv, r, e, l
      from json_to_recordset(${postgresJson(failures)}::text::json) f(u bigint, d uuid, r timestamptz, de uuid, dv uuid, e json,
        l json)`);
}

/** Ids by the order of the rows. What history is not to hold is kept for the deliveries that name it. */
async function insertPacks(
  tx: Tx,
  { scope }: Actor,
  replayId: string,
  { rows, history }: { rows: PackRow[]; history: boolean },
): Promise<Map<number, number>> {
  if (rows.length === 0) return new Map();
  const into = history ? sql`packs` : sql`shelved_packs`;
  const [more, values] = history ? [sql``, sql``] : [sql`, why, replay_id`, sql`, 'sent', ${replayId}::uuid`];
  const numbered = await tx.execute<{ o: number; id: number }>(sql`
    with numbered as materialized (
      select nextval('pack_ids') as id, p.* from (
        select * from json_to_recordset(${postgresJson(rows)}::text::json) as p(o int, u bigint, r timestamptz, d uuid, de uuid,
          dv uuid, t timestamptz, sh bigint, v float8[], re json) order by o) p
    ), inserted as (
      insert into ${into} (id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v,
        rest${more})
      select id, r, ${scope.customerId}::uuid, d, u, de, dv, t, sh, v, re${values} from numbered)
    select o, id::float8 as id from numbered`);
  return new Map(numbered.map(({ o, id }) => [o, id]));
}

/** In the order of the messages, so in order for each device; the worker is told of each destination. */
async function insertDeliveries(
  tx: Tx,
  { scope }: Actor,
  replayId: string,
  { deliveries }: Rows,
  ids: ReadonlyMap<number, number>,
): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map(({ po, ...row }) => ({
    ...row,
    p: po === null ? row.p : (ids.get(po) ?? null),
  }));
  await tx.execute(sql`
    insert into delivery_queue (id, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, shard,
      next_at, replay_id)
    select nextval('delivery_ids'), ${scope.customerId}::uuid, de, d, f, u, p, r, h, now(), ${replayId}::uuid
    from (select * from jsonb_to_recordset(${jsonb(rows)}) x(o int, p bigint, u bigint, r timestamptz, d uuid, h smallint,
      de uuid, f uuid) where p is not null order by o) x`);
  const destinationIds = [...new Set(rows.map(({ de }) => de))];
  const notices = destinationIds.map((destinationId) => ({ destinationId, customerId: scope.customerId }));
  await tx.execute(
    sql`select pg_notify('deliveries', n::text) from jsonb_array_elements(${jsonb(notices)}) n`,
  );
}

async function insertReplays(
  tx: Tx,
  { scope, name }: Actor,
  { id, options }: { id: string; options: ReplayOptions },
  messages: readonly ComparedMessage[],
): Promise<void> {
  const { history, twin } = options;
  const rows = messages.map(({ message, steps, deliveries }) => ({
    u: message.id,
    d: message.deviceId,
    r: message.receivedAt,
    into: { history, twin, deliveries: deliveries.length },
    steps: steps.map(({ decoder, versionId, verdict, changes }) => ({
      decoderId: decoder.id,
      versionId,
      verdict,
      changes: changes.length,
    })),
  }));
  await tx.execute(sql`
    insert into uplink_replays (uplink_id, replay_id, customer_id, device_id, received_at, actor_name, "into", steps)
    select u, ${id}::uuid, ${scope.customerId}::uuid, d, r, ${name}, "into", steps
    from jsonb_to_recordset(${jsonb(rows)}) x(u bigint, d uuid, r timestamptz, "into" jsonb, steps jsonb)
    on conflict do nothing`);
}

/** One replay at a time writes for a customer: two of one message would both put their packs in the place of the old. */
export async function takeTurn(tx: Tx, { customerId }: TenantScope): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`replay ${customerId}`}, 0))`);
}

/** Pages of these devices read again. */
export async function tellPages(tx: Tx, { scope }: Actor, deviceIds: readonly string[]): Promise<void> {
  const hint = { customerId: scope.customerId, deviceIds, destinationIds: [] };
  await tx.execute(sql`select pg_notify('live', ${JSON.stringify(hint)})`);
}

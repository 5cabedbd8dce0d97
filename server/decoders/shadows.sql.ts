import { and, eq, sql } from 'drizzle-orm';
import { decoderShadows } from '#db/schema/scripts.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DecoderContract, NameChange, ScriptSource } from '#server/scripts/contract.ts';
import type { ShadowExample, ShadowReport } from './shadow-contract.ts';

export async function insertShadow(
  tx: Tx,
  scope: TenantScope,
  shadow: { decoderId: string; version: ScriptSource; startedBy: string; hours: number },
): Promise<void> {
  const { decoderId, version, startedBy, hours } = shadow;
  await deleteShadow(tx, scope, decoderId);
  await tx.insert(decoderShadows).values({
    decoderId,
    customerId: scope.customerId,
    number: version.number,
    contract: version.contract as DecoderContract,
    source: version.source,
    mapping: version.mapping,
    startedBy,
    until: sql`now() + make_interval(hours => ${hours})`,
    // What was accepted until now is the past.
    afterUplinkId: sql`(select coalesce(max(last_uplink_id), 0) from device_activity where customer_id = ${scope.customerId}::uuid)`,
  });
}

/** Whether there was one. */
export async function deleteShadow(tx: Tx, scope: TenantScope, decoderId: string): Promise<boolean> {
  const rows = await tx
    .delete(decoderShadows)
    .where(and(eq(decoderShadows.customerId, scope.customerId), eq(decoderShadows.decoderId, decoderId)))
    .returning({ id: decoderShadows.decoderId });
  return rows.length > 0;
}

export async function selectShadow(
  tx: Tx,
  scope: TenantScope,
  decoderId: string,
): Promise<ShadowReport | null> {
  const [row] = await tx
    .select({
      number: decoderShadows.number,
      startedBy: decoderShadows.startedBy,
      startedAt: decoderShadows.startedAt,
      until: decoderShadows.until,
      active: sql<boolean>`${decoderShadows.until} > now()`,
      messages: decoderShadows.messages,
      differing: decoderShadows.differing,
      failedBefore: decoderShadows.failedBefore,
      failedAfter: decoderShadows.failedAfter,
      names: sql<NameChange[]>`${decoderShadows.names}`,
      examples: sql<ShadowExample[]>`${decoderShadows.examples}`,
    })
    .from(decoderShadows)
    .where(and(eq(decoderShadows.customerId, scope.customerId), eq(decoderShadows.decoderId, decoderId)));
  return row ?? null;
}

export interface OpenShadow {
  decoderId: string;
  customerId: string;
  contract: DecoderContract;
  source: string;
  mapping: unknown;
  startedAt: string;
  afterUplinkId: number;
  names: NameChange[];
  examples: ShadowExample[];
}

/** The one that was looked at longest ago, held until the transaction ends; those that another worker holds are its own. */
export async function holdShadowSystem(tx: Tx, looked: readonly string[]): Promise<OpenShadow | null> {
  const seen = sql`array[${sql.join(
    looked.map((id) => sql`${id}`),
    sql`, `,
  )}]::uuid[]`;
  const [row] = await tx.execute<OpenShadow & Record<string, unknown>>(sql`
    select decoder_id as "decoderId", customer_id as "customerId", contract, source, mapping, started_at as "startedAt",
      after_uplink_id::float8 as "afterUplinkId", names, examples
    from decoder_shadows where until > now() and decoder_id <> all(${seen})
    order by decoder_id limit 1 for update skip locked`);
  return row ?? null;
}

const DEVICES = 500;

/**
 * Messages that came since, in the order of acceptance: of devices whose flows have the decoder on. Those of the last
 * seconds wait for the next look, for what is accepted at once is not seen in order.
 */
export async function selectSince(
  tx: Tx,
  { decoderId, customerId, startedAt, afterUplinkId }: OpenShadow,
  most: number,
): Promise<number[]> {
  const rows = await tx.execute<{ id: number }>(sql`
    select u.id::float8 as id from (
      select distinct d.id from flow_decoders fc
      join flow_devices fd on fd.flow_id = fc.flow_id
      join devices d on d.id = fd.device_id and d.device_type_id = fc.device_type_id
      join device_activity a on a.device_id = d.id and a.last_uplink_id > ${afterUplinkId}
      where fc.customer_id = ${customerId}::uuid and fc.decoder_id = ${decoderId}::uuid limit ${DEVICES}
    ) d cross join lateral (
      select id from uplinks where device_id = d.id and customer_id = ${customerId}::uuid and id > ${afterUplinkId}
        and received_at > ${startedAt}::timestamptz - interval '1 minute' and received_at < now() - interval '2 seconds'
      order by id limit ${most}
    ) u order by u.id limit ${most}`);
  return rows.map(({ id }) => id);
}

export interface ShadowCounts {
  afterUplinkId: number;
  messages: number;
  differing: number;
  failedBefore: number;
  failedAfter: number;
  names: NameChange[];
  examples: ShadowExample[];
}

export async function addToShadow(tx: Tx, decoderId: string, counts: ShadowCounts): Promise<void> {
  await tx.execute(sql`
    update decoder_shadows set after_uplink_id = ${counts.afterUplinkId}, messages = messages + ${counts.messages},
      differing = differing + ${counts.differing}, failed_before = failed_before + ${counts.failedBefore},
      failed_after = failed_after + ${counts.failedAfter}, names = ${jsonb(counts.names)}, examples = ${jsonb(counts.examples)}
    where decoder_id = ${decoderId}::uuid`);
}

import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import {
  decoderSuspensions,
  decoders,
  deviceTypeDecoders,
  deviceTypes,
  scriptVersions,
} from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDecoders, flows } from '#db/schema/flows.ts';
import { decodingFailures } from '#db/schema/uplinks.ts';
import type { ExpectedRecord } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { SandboxError } from '#server/sandbox/contract.ts';
import type { DecoderListItem } from './script-contract.ts';
import type { VersionRule } from './version-rule-contract.ts';

const visible = (scope: TenantScope) =>
  inArray(decoders.customerId, [scope.customerId, PLATFORM_CUSTOMER_ID]);

export async function selectDecoders(tx: Tx, scope: TenantScope, id?: string) {
  const mine = sql`${scope.customerId}::uuid`;
  return tx
    .select({
      id: decoders.id,
      name: decoders.name,
      description: decoders.description,
      kind: decoders.kind,
      records: sql<ExpectedRecord[]>`${decoders.records}`,
      own: sql<boolean>`${decoders.customerId} = ${mine}`,
      currentVersionId: decoders.currentVersionId,
      versionRules: sql<VersionRule[]>`${decoders.versionRules}`,
      currentVersion: sql<
        number | null
      >`(select v.number from ${scriptVersions} v where v.id = ${outer(decoders.currentVersionId)} and v.customer_id = ${mine})`,
      hasDraft: sql<boolean>`exists (select from ${scriptVersions} v where v.customer_id = ${mine} and v.decoder_id = ${outer(decoders.id)} and v.published_at is null)`,
      deviceTypes: sql<DecoderListItem['deviceTypes']>`coalesce((
        select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name)
        from ${deviceTypeDecoders} o join ${deviceTypes} t on t.id = o.device_type_id where o.decoder_id = ${outer(decoders.id)}), '[]'::json)`,
      flowCount: sql<number>`(select count(distinct fc.flow_id)::int from ${flowDecoders} fc where fc.customer_id = ${mine} and fc.decoder_id = ${outer(decoders.id)})`,
      failures24h: sql<number>`(select count(*)::int from ${decodingFailures} f where f.customer_id = ${mine} and f.decoder_id = ${outer(decoders.id)} and f.received_at > now() - interval '24 hours')`,
      suspendedAt: decoderSuspensions.suspendedAt,
      suspendedFor: decoderSuspensions.reason,
      createdAt: decoders.createdAt,
      modifiedAt: decoders.modifiedAt,
    })
    .from(decoders)
    .leftJoin(
      decoderSuspensions,
      and(
        eq(decoderSuspensions.customerId, scope.customerId),
        eq(decoderSuspensions.decoderId, decoders.id),
        eq(decoderSuspensions.decoderVersionId, decoders.currentVersionId),
      ),
    )
    .where(and(visible(scope), id ? eq(decoders.id, id) : undefined))
    .orderBy(asc(decoders.name), asc(decoders.id));
}

/** A script of the customer's own, locked until the transaction ends. */
export async function lockScript(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select()
    .from(decoders)
    .where(and(eq(decoders.customerId, scope.customerId), eq(decoders.id, id), eq(decoders.kind, 'script')))
    .for('update');
  return row ?? null;
}

export async function insertScript(
  tx: Tx,
  scope: TenantScope,
  values: { id: string; name: string; description: string | null; records: ExpectedRecord[] },
): Promise<void> {
  await tx.insert(decoders).values({ ...values, customerId: scope.customerId, kind: 'script' });
}

export async function offerDecoder(
  tx: Tx,
  scope: TenantScope,
  decoderId: string,
  type: { id: string; customerId: string },
): Promise<void> {
  await tx
    .insert(deviceTypeDecoders)
    .values({
      customerId: scope.customerId,
      deviceTypeCustomerId: type.customerId,
      deviceTypeId: type.id,
      decoderCustomerId: scope.customerId,
      decoderId,
    })
    .onConflictDoNothing();
}

export async function updateScriptRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<{
    name: string;
    description: string | null;
    records: ExpectedRecord[];
    versionRules: VersionRule[];
  }>,
): Promise<void> {
  await tx
    .update(decoders)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(and(eq(decoders.customerId, scope.customerId), eq(decoders.id, id)));
}

/** Names of the flows that have it enabled. */
export async function selectFlowsUsing(tx: Tx, scope: TenantScope, decoderId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ name: flows.name })
    .from(flowDecoders)
    .innerJoin(flows, eq(flows.id, flowDecoders.flowId))
    .where(and(eq(flowDecoders.customerId, scope.customerId), eq(flowDecoders.decoderId, decoderId)))
    .orderBy(asc(flows.name));
  return rows.map((row) => row.name);
}

export async function deleteScriptRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(decoders).where(and(eq(decoders.customerId, scope.customerId), eq(decoders.id, id)));
}

export async function selectLastFailures(tx: Tx, scope: TenantScope, decoderId: string) {
  return tx
    .select({
      uplinkId: decodingFailures.uplinkId,
      deviceId: decodingFailures.deviceId,
      deviceName: devices.name,
      at: decodingFailures.receivedAt,
      error: sql<SandboxError>`${decodingFailures.error}`,
    })
    .from(decodingFailures)
    .innerJoin(devices, eq(devices.id, decodingFailures.deviceId))
    .where(
      and(
        eq(decodingFailures.customerId, scope.customerId),
        eq(decodingFailures.decoderId, decoderId),
        sql`${decodingFailures.receivedAt} > now() - interval '7 days'`,
      ),
    )
    .orderBy(desc(decodingFailures.receivedAt))
    .limit(10);
}

/** Counting stops here: beyond it nobody reads the number. */
const MOST_COUNTED = 10_000;

/** How many messages a decoder could make nothing of, and which of its versions it was. */
export async function selectFailed(tx: Tx, scope: TenantScope, decoderId: string) {
  const rows = await tx.execute<{ number: number | null; n: number }>(sql`
    select v.number, count(*)::int as n from (
      select decoder_version_id from decoding_failures
      where customer_id = ${scope.customerId}::uuid and decoder_id = ${decoderId}::uuid limit ${MOST_COUNTED + 1}) f
    left join decoder_versions v on v.id = f.decoder_version_id group by v.number order by v.number`);
  const count = rows.reduce((sum, { n }) => sum + n, 0);
  const versions = rows.flatMap(({ number }) => number ?? []);
  return { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED, versions };
}

/** Key in the registry of built-in decoders; null for a script, and for what this customer cannot see. */
export async function selectBuiltInKey(tx: Tx, scope: TenantScope, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ builtIn: decoders.builtIn })
    .from(decoders)
    .where(and(visible(scope), eq(decoders.id, id)));
  return row?.builtIn ?? null;
}

import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { devices, loraBindings } from '#db/schema/devices.ts';
import { loraConnectionAccess, loraConnections } from '#db/schema/lora-networks.ts';
import { loraRegistrations } from '#db/schema/lora-registrations.ts';
import { appKeyPlace } from '#server/devices/lora-keys.ts';
import type { NetworkFailure } from '#server/drivers/lora-networks/contract.ts';
import type { StoredApi } from '#server/lora-networks/connection-api.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { unseal } from '#server/platform/secrets.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { RegistrationState } from './rules.ts';
import { statusOf } from './rules.ts';

/** The worker's side: every customer's registrations. */

/** One piece of work, this worker's until `busyUntil`. */
export interface Claim {
  id: string;
  customerId: string;
  connectionId: string;
  /** The customer itself, or the platform. */
  connectionCustomerId: string;
  deviceId: string | null;
  devEui: string;
  wish: RegistrationState['wish'];
  present: RegistrationState['present'];
  plan: string;
  keysMark: string | null;
  revision: number;
  attempts: number;
  wishedAt: Date;
  busyUntil: Date;
}

/** A registration whose device is gone is to be taken off the server. */
export async function wishOrphansAwaySystem(now: Date): Promise<void> {
  await pipelineDatabase().execute(sql`
    update ${loraRegistrations} set wish = 'DELETED', revision = revision + 1, attempts = 0,
      next_at = ${now.toISOString()}::timestamptz, wished_at = ${now.toISOString()}::timestamptz,
      failure_code = null, failure_reason = null, failure_of = null, failed_at = null
    where device_id is null and wish <> 'DELETED'`);
}

/**
 * Nobody's device of this DevEUI is still to be taken off the same server: of a global connection it may have been
 * another customer's. What could not be taken off for good is not waited for.
 */
const isFree = sql`(${loraRegistrations.deviceId} is null or not exists (
  select from lora_registrations o
  where o.connection_id = ${outer(loraRegistrations.connectionId)} and o.dev_eui = ${outer(loraRegistrations.devEui)}
    and o.device_id is null and (o.next_at is not null or o.wish <> 'DELETED')))`;

/**
 * Takes what is due, the longest due first, and of no connection more than `each`. A claim that is not settled in time
 * (the worker died) falls due again by itself.
 */
export async function claimDueSystem(options: {
  now: Date;
  busyMs: number;
  limit: number;
  /** Connections that are left alone for now. */
  except: string[];
}): Promise<Claim[]> {
  const { now, busyMs, limit, except } = options;
  const at = sql`${now.toISOString()}::timestamptz`;
  const busyUntil = new Date(now.getTime() + busyMs);
  return pipelineDatabase().transaction(async (tx) => {
    const due = await tx
      .select({ id: loraRegistrations.id })
      .from(loraRegistrations)
      .where(
        and(
          sql`${loraRegistrations.nextAt} <= ${at}`,
          sql`(${loraRegistrations.busyUntil} is null or ${loraRegistrations.busyUntil} <= ${at})`,
          isFree,
          except.length > 0
            ? sql`${loraRegistrations.connectionId} <> all(${arrayOf(except, 'uuid')})`
            : undefined,
        ),
      )
      .orderBy(loraRegistrations.nextAt)
      .limit(limit)
      .for('update', { skipLocked: true });
    if (due.length === 0) return [];
    const ids = due.map(({ id }) => id);
    const rows = await tx
      .update(loraRegistrations)
      .set({ busyUntil, attempts: sql`${loraRegistrations.attempts} + 1` })
      .where(sql`${loraRegistrations.id} = any(${arrayOf(ids, 'uuid')})`)
      .returning();
    return rows.map((row) => ({ ...row, busyUntil }));
  });
}

/** Another time, which is no attempt: nothing was asked of the server, or nothing of it could be stored. */
export async function releaseSystem({ id, busyUntil }: Claim, notBefore?: Date): Promise<void> {
  await pipelineDatabase()
    .update(loraRegistrations)
    .set({
      busyUntil: null,
      attempts: sql`greatest(${loraRegistrations.attempts} - 1, 0)`,
      ...(notBefore ? { nextAt: notBefore } : {}),
    })
    .where(and(eq(loraRegistrations.id, id), eq(loraRegistrations.busyUntil, busyUntil)));
}

export interface ClaimedDevice {
  name: string;
  joinEui: string;
  appKey: string;
  /** Of the keys, for the next time. */
  keysMark: string;
}

/** null: it is gone, or its keys are. */
export async function selectClaimedDeviceSystem(claim: Claim): Promise<ClaimedDevice | null> {
  if (claim.deviceId === null) return null;
  const db = pipelineDatabase();
  const [row] = await db
    .select({ name: devices.name, joinEui: loraBindings.joinEui, appKey: loraBindings.appKey })
    .from(devices)
    .innerJoin(loraBindings, eq(loraBindings.deviceId, devices.id))
    .where(and(eq(devices.id, claim.deviceId), eq(devices.customerId, claim.customerId)));
  if (!row?.appKey) return null;
  const appKey = unseal(await dataKeyOf(db, claim.customerId), appKeyPlace(claim.deviceId), row.appKey);
  const { name, joinEui } = row;
  return { name, joinEui, appKey, keysMark: markOf(claim.id, joinEui, appKey) };
}

/** With the registration in it, so that equal keys of two devices do not show. */
function markOf(registrationId: string, joinEui: string, appKey: string): string {
  return createHash('sha256').update(`${registrationId}|${joinEui}|${appKey}`).digest('base64url');
}

export async function selectClaimedConnectionSystem(
  claim: Claim,
): Promise<(StoredApi & { status: 'active' | 'disabled' }) | null> {
  const [row] = await pipelineDatabase()
    .select({
      id: loraConnections.id,
      customerId: loraConnections.customerId,
      provider: loraConnections.provider,
      settings: loraConnectionAccess.settings,
      apiSecrets: loraConnectionAccess.apiSecrets,
      status: loraConnections.status,
    })
    .from(loraConnections)
    .innerJoin(loraConnectionAccess, eq(loraConnectionAccess.connectionId, loraConnections.id))
    .where(
      and(
        eq(loraConnections.id, claim.connectionId),
        eq(loraConnections.customerId, claim.connectionCustomerId),
      ),
    );
  return row ?? null;
}

export type Settled =
  | { ok: true; present: RegistrationState['present']; keysMark: string | null }
  | { ok: false; failure: NetworkFailure; nextAt: Date | null };

/**
 * What came of it. Of a claim that was settled or taken over meanwhile nothing is written; of a wish that was replaced
 * meanwhile only what is at the server now.
 */
export async function settleSystem(claim: Claim, settled: Settled, now: Date): Promise<void> {
  await pipelineDatabase().transaction(async (tx) => {
    // First the device, as the use cases that delete it or wish for it do: nobody waits in a circle.
    if (claim.deviceId)
      await tx
        .select({ id: devices.id })
        .from(devices)
        .where(eq(devices.id, claim.deviceId))
        .for('key share');
    const [row] = await tx
      .select()
      .from(loraRegistrations)
      .where(and(eq(loraRegistrations.id, claim.id), eq(loraRegistrations.busyUntil, claim.busyUntil)))
      .for('update');
    if (!row) return;
    const isCurrent = row.revision === claim.revision;
    if (settled.ok && isCurrent && claim.wish === 'DELETED') {
      await tx.delete(loraRegistrations).where(eq(loraRegistrations.id, claim.id));
      if (row.deviceId) await show(tx, row.deviceId, 'INVENTORY');
      return;
    }
    const values = { ...known(settled), ...(isCurrent ? ended(settled, now) : {}), busyUntil: null };
    const [after] = await tx
      .update(loraRegistrations)
      .set({ ...values, modifiedAt: now })
      .where(eq(loraRegistrations.id, claim.id))
      .returning();
    if (!after?.deviceId) return;
    const { wish, present, plan, nextAt, failureCode } = after;
    const state = { wish, present, plan, isDue: nextAt !== null, hasFailure: failureCode !== null };
    await show(tx, after.deviceId, statusOf(state));
  });
}

function known(settled: Settled) {
  return settled.ok ? { present: settled.present, keysMark: settled.keysMark } : {};
}

function ended(settled: Settled, now: Date) {
  if (settled.ok) {
    const clear = { failureCode: null, failureReason: null, failureOf: null, failedAt: null };
    return { ...clear, nextAt: null, settledAt: now };
  }
  const { code, reason, of } = settled.failure;
  return { failureCode: code, failureReason: reason, failureOf: of, failedAt: now, nextAt: settled.nextAt };
}

async function show(tx: Tx, deviceId: string, status: ReturnType<typeof statusOf>): Promise<void> {
  await tx
    .update(loraBindings)
    .set({ status, modifiedAt: sql`now()` })
    .where(eq(loraBindings.deviceId, deviceId));
}

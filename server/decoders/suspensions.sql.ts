import { and, eq, sql } from 'drizzle-orm';
import { decoderSuspensions } from '#db/schema/device-types.ts';
import { pipelineSql, type Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

export interface SuspendedScript {
  customerId: string;
  sourceHash: string;
}

/** What must not run now: suspended versions that are still the published ones. Of every customer, or of one. */
export async function selectSuspendedScriptsSystem(customerId?: string): Promise<SuspendedScript[]> {
  const run = pipelineSql();
  return run<SuspendedScript[]>`
    select s.customer_id as "customerId", v.source_hash as "sourceHash" from decoder_suspensions s
    join decoders d on d.customer_id = s.customer_id and d.id = s.decoder_id and d.current_version_id = s.decoder_version_id
    join decoder_versions v on v.customer_id = s.customer_id and v.id = s.decoder_version_id
    where ${customerId === undefined ? run`true` : run`s.customer_id = ${customerId}`}`;
}

interface NewSuspension {
  decoderId: string;
  name: string;
  version: number;
}

/** Every decoder of the customer that runs this source now; what is suspended already is left as it is. */
export async function insertSuspensions(
  tx: Tx,
  scope: TenantScope,
  sourceHash: string,
): Promise<NewSuspension[]> {
  const rows = await tx.execute(sql`
    with found as (
      select d.id, d.name, d.customer_id, v.id as version_id, v.number from decoders d
      join decoder_versions v on v.customer_id = d.customer_id and v.id = d.current_version_id
      where d.customer_id = ${scope.customerId}::uuid and v.source_hash = ${sourceHash}
    ), stored as (
      insert into decoder_suspensions (decoder_id, customer_id, decoder_version_id, reason)
      select id, customer_id, version_id, 'killed' from found
      on conflict (decoder_id) do update
        set decoder_version_id = excluded.decoder_version_id, reason = excluded.reason, suspended_at = now()
        where decoder_suspensions.decoder_version_id <> excluded.decoder_version_id
      returning decoder_id)
    select f.id as "decoderId", f.name, f.number as version from found f join stored s on s.decoder_id = f.id`);
  return rows as unknown as NewSuspension[];
}

/** When it was suspended; null where it was not. */
export async function deleteSuspension(tx: Tx, scope: TenantScope, decoderId: string): Promise<Date | null> {
  const [row] = await tx
    .delete(decoderSuspensions)
    .where(
      and(eq(decoderSuspensions.customerId, scope.customerId), eq(decoderSuspensions.decoderId, decoderId)),
    )
    .returning({ suspendedAt: decoderSuspensions.suspendedAt });
  return row?.suspendedAt ?? null;
}

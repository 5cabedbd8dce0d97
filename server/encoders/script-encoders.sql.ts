import { and, eq, sql } from 'drizzle-orm';
import { deviceTypeEncoders, deviceTypes, encoders } from '#db/schema/device-types.ts';
import { flowEncoders } from '#db/schema/flows.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ScriptEncoder } from './script-contract.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(encoders.customerId, scope.customerId), eq(encoders.id, id), eq(encoders.kind, 'script'));

export async function selectScriptEncoder(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      id: encoders.id,
      name: encoders.name,
      description: encoders.description,
      currentVersionId: encoders.currentVersionId,
      deviceTypes: sql<ScriptEncoder['deviceTypes']>`coalesce((
        select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name)
        from ${deviceTypeEncoders} o join ${deviceTypes} t on t.id = o.device_type_id where o.encoder_id = ${outer(encoders.id)}), '[]'::json)`,
      flowCount: sql<number>`(select count(distinct f.flow_id)::int from ${flowEncoders} f
        where f.customer_id = ${scope.customerId}::uuid and f.encoder_id = ${outer(encoders.id)})`,
    })
    .from(encoders)
    .where(own(scope, id));
  return row ?? null;
}

export async function updateScriptEncoderRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<{ name: string; description: string | null }>,
): Promise<void> {
  await tx
    .update(encoders)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

export async function deleteScriptEncoderRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(encoders).where(own(scope, id));
}

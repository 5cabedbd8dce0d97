import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { flowDevices, flows } from '#db/schema/flows.ts';
import { projects } from '#db/schema/projects.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains, startsWith } from '#server/platform/text-match.ts';
import type { FlowChoice, FlowChoicesQuery } from './contract.ts';

/** Those whose names begin with the text first, then by name; of those that are asked for by id each that is there. */
export async function selectFlowChoices(
  tx: Tx,
  scope: TenantScope,
  { q, projectId, without, ids }: FlowChoicesQuery,
  limit: number,
): Promise<FlowChoice[]> {
  const order: SQL[] = q ? [sql`${startsWith(flows.name, q)} desc`] : [];
  return tx
    .select({ id: flows.id, name: flows.name, project: { id: projects.id, name: projects.name } })
    .from(flows)
    .innerJoin(projects, eq(projects.id, flows.projectId))
    .where(
      and(
        eq(flows.customerId, scope.customerId),
        ids ? inArray(flows.id, ids) : undefined,
        projectId ? eq(flows.projectId, projectId) : undefined,
        q ? contains(flows.name, q) : undefined,
        without
          ? sql`not exists (select from ${flowDevices} fd where fd.flow_id = ${outer(flows.id)} and fd.device_id = ${without}::uuid)`
          : undefined,
      ),
    )
    .orderBy(...order, asc(flows.name), asc(flows.id))
    .limit(limit);
}

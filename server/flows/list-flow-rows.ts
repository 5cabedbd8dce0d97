import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { FlowHour, FlowRowItem } from './contract.ts';
import { selectFlowHours } from './hours.sql.ts';
import { listFlows } from './read-flows.ts';

/** The list as the portal draws it: each flow with its day. */
export async function listFlowRows(actor: Actor, query: TableQuery): Promise<TablePage<FlowRowItem>> {
  const page = await listFlows(actor, query);
  const hours = await readFlowHours(
    actor,
    page.rows.map((row) => row.id),
  );
  return { ...page, rows: page.rows.map((row) => ({ ...row, hours: hours.get(row.id) ?? [] })) };
}

export async function readFlowHours(actor: Actor, ids: string[]): Promise<Map<string, FlowHour[]>> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, (tx) => selectFlowHours(tx, scope, ids));
}

import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { DestinationRowItem } from './contract.ts';
import { selectDestinationHours } from './hours.sql.ts';
import { listDestinations } from './read-destinations.ts';

/** The list as the portal draws it: each destination with its day. */
export async function listDestinationRows(
  actor: Actor,
  query: TableQuery,
): Promise<TablePage<DestinationRowItem>> {
  const page = await listDestinations(actor, query);
  const scope = authorize(actor, 'deliveries.read');
  const ids = page.rows.map((row) => row.id);
  const hours = await tenantTransaction(scope, (tx) => selectDestinationHours(tx, scope, ids));
  return { ...page, rows: page.rows.map((row) => ({ ...row, hours: hours.get(row.id) ?? [] })) };
}

import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Destination, DestinationListItem } from './contract.ts';
import { openSecrets, secretNames } from './destination-secrets.ts';
import { selectDestinationPage } from './list.sql.ts';
import { selectDestination } from './repository.ts';

export async function listDestinations(
  actor: Actor,
  query: TableQuery,
): Promise<TablePage<DestinationListItem>> {
  const scope = authorize(actor, 'destinations.read');
  return tenantTransaction(scope, (tx) => selectDestinationPage(tx, scope, query));
}

export async function getDestination(actor: Actor, { id }: { id: string }): Promise<Destination> {
  const scope = authorize(actor, 'destinations.read');
  return tenantTransaction(scope, async (tx) => {
    const row = await selectDestination(tx, scope, id);
    if (!row) throw notFound('destinations');
    const { secrets, settings, ...rest } = row;
    return {
      ...rest,
      settings: settings as Record<string, unknown>,
      secretsSet: secretNames(await openSecrets(tx, scope, id, secrets)),
    };
  });
}

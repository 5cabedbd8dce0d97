import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Destination, DestinationListItem } from './contract.ts';
import { openSecrets, secretNames } from './destination-secrets.ts';
import { selectDestinationPage } from './list.sql.ts';
import { selectMergerChoices } from './merger.sql.ts';
import type { MergerChoices } from './merger-contract.ts';
import { storedMerger } from './merger-contract.ts';
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
    const { secrets, settings, merger, ...rest } = row;
    return {
      ...rest,
      settings: settings as Record<string, unknown>,
      merger: storedMerger(merger),
      secretsSet: secretNames(await openSecrets(tx, scope, id, secrets)),
    };
  });
}

/** What the merger of a destination can be made of. */
export async function getMergerChoices(actor: Actor, { id }: { id: string }): Promise<MergerChoices> {
  const scope = authorize(actor, 'destinations.read');
  return tenantTransaction(scope, async (tx) => {
    const row = await selectDestination(tx, scope, id);
    if (!row) throw notFound('destinations');
    return selectMergerChoices(tx, scope, id, storedMerger(row.merger)?.decoderIds ?? []);
  });
}

import { type Actor, may } from '#server/access/actor.ts';
import type { OperationName } from '#server/access/operations.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { SEARCH_KINDS, type SearchHit, type SearchQuery } from './contract.ts';
import { NAMED, searchDevices, searchNamed, searchSims } from './repository.ts';

type Search = (tx: Tx, scope: TenantScope, q: string) => Promise<SearchHit[]>;

const named =
  (kind: keyof typeof NAMED): Search =>
  (tx, scope, q) =>
    searchNamed(tx, scope, NAMED[kind], q);

const KINDS: Record<(typeof SEARCH_KINDS)[number], { operation: OperationName; search: Search }> = {
  device: { operation: 'devices.read', search: searchDevices },
  sim: { operation: 'sims.read', search: searchSims },
  flow: { operation: 'flows.read', search: named('flow') },
  destination: { operation: 'destinations.read', search: named('destination') },
  decoder: { operation: 'decoders.read', search: named('decoder') },
  connection: { operation: 'lora-connections.read', search: named('connection') },
  project: { operation: 'projects.read', search: named('project') },
  'device-type': { operation: 'device-types.read', search: named('device-type') },
  'sim-account': { operation: 'sim-accounts.read', search: named('sim-account') },
  firmware: { operation: 'firmware.read', search: named('firmware') },
  'bulk-task': { operation: 'bulk-tasks.read', search: named('bulk-task') },
};

/** Everything by its name or any identifier of it; of each kind only for who may read it. */
export async function searchThings(actor: Actor, { q }: SearchQuery): Promise<SearchHit[]> {
  const readable = SEARCH_KINDS.map((kind) => KINDS[kind]).filter(({ operation }) => may(actor, operation));
  if (readable.length === 0) throw new DomainError('access.forbidden', 'forbidden', { operation: 'search' });
  return tenantTransaction(actor.scope, async (tx) => {
    const found: SearchHit[] = [];
    for (const { search } of readable) found.push(...(await search(tx, actor.scope, q)));
    return found;
  });
}

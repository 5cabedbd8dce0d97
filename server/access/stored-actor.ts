import { mintTenantScope } from '#server/platform/mint-tenant-scope.ts';
import type { Actor } from './actor.ts';
import { findSystemUserRoles } from './repository.ts';
import { effectiveRoles } from './rules.ts';
import { systemActor } from './system-actor.ts';

/** Who asked for work that is done later, as a row names them. */
export interface StoredActor {
  customerId: string;
  actorKind: 'user' | 'api-key' | 'system';
  actorId: string;
  actorName: string;
  address: string | null;
}

/** Them again, with the rights that they have by now; null: they are no longer there, or no longer active. */
export async function actorOfStored(row: StoredActor): Promise<Actor | null> {
  if (row.actorKind === 'system') return systemActor(row.customerId, row.actorName);
  if (row.actorKind !== 'user') return null;
  const roles = await findSystemUserRoles(row.customerId, row.actorId);
  if (!roles) return null;
  return {
    kind: 'user',
    id: row.actorId,
    name: row.actorName,
    scope: mintTenantScope(row.customerId),
    roles: effectiveRoles(roles),
    tokenScopes: null,
    via: 'portal',
    address: row.address,
  };
}

import { mintTenantScope } from '#server/platform/mint-tenant-scope.ts';
import type { Actor } from './actor.ts';

/** The platform itself at work for a customer: the seed, the worker's own doings. Stands in the audit log as such. */
export function systemActor(customerId: string, name = 'Things Portal'): Actor {
  return {
    kind: 'system',
    id: 'system',
    name,
    scope: mintTenantScope(customerId),
    roles: {},
    tokenScopes: null,
    via: 'system',
    address: null,
  };
}

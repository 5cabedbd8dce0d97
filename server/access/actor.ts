import { DomainError } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { OPERATIONS, type OperationName } from './operations.ts';
import { type EffectiveRoles, mayByRole } from './rules.ts';

/** Who asks, for which customer, with which rights. Every use case takes one first. */
export interface Actor {
  kind: 'user' | 'api-key' | 'system';
  id: string;
  name: string;
  scope: TenantScope;
  roles: EffectiveRoles;
  /** A token's scopes; null for a browser session, whose roles decide alone. */
  tokenScopes: readonly string[] | null;
  via: 'portal' | 'api' | 'system';
  address: string | null;
}

export function may(actor: Actor, operation: OperationName): boolean {
  if (actor.kind === 'system') return true;
  if (actor.tokenScopes && !actor.tokenScopes.includes(OPERATIONS[operation].scope)) return false;
  return mayByRole(actor.roles, operation);
}

/** First line of every use case: refuses what this actor may not do. */
export function authorize(actor: Actor, operation: OperationName): TenantScope {
  if (!may(actor, operation)) throw new DomainError('access.forbidden', 'forbidden', { operation });
  return actor.scope;
}

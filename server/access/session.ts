import { mintTenantScope } from '#server/platform/mint-tenant-scope.ts';
import type { Actor } from './actor.ts';
import { findSystemSession, isSystemSessionAlive } from './repository.ts';
import { effectiveRoles } from './rules.ts';

/** A signed-in person: the actor and what the portal's frame shows of them. */
export interface PortalSession {
  id: string;
  actor: Actor;
  user: { id: string; name: string; email: string; locale: string; timeZone: string };
  customer: { id: string; name: string };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function sessionOf(id: string, address: string | null): Promise<PortalSession | null> {
  const row = UUID.test(id) ? await findSystemSession(id) : null;
  if (!row) return null;
  return {
    id: row.id,
    actor: {
      kind: 'user',
      id: row.userId,
      name: row.userName,
      scope: mintTenantScope(row.customerId),
      roles: effectiveRoles(row.roles),
      tokenScopes: null,
      via: 'portal',
      address,
    },
    user: {
      id: row.userId,
      name: row.userName,
      email: row.email,
      locale: row.locale,
      timeZone: row.timeZone,
    },
    customer: { id: row.customerId, name: row.customerName },
  };
}

/** Without touching it: for what stays open after its request was let in. */
export function sessionLives(id: string): Promise<boolean> {
  return isSystemSessionAlive(id);
}

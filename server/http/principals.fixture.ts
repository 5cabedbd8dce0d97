import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { Role } from '#server/access/contract.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { issueToken } from '#server/access/token.ts';
import { createApiKey } from '#server/api-keys/create-api-key.ts';
import { createUser } from '#server/users/create-user.ts';

/** The rights that an operation can ask for: the least role of a group. */
export type Least =
  | 'manager.read-only'
  | 'manager.editor'
  | 'manager.admin'
  | 'creator.read-only'
  | 'creator.admin'
  | 'organization.admin';

export interface Principal {
  name: string;
  roles: Role[];
  /** Written by hand, not computed: what these roles amount to. */
  allows: Least[];
}

/** Each role alone, none, and several of one group (the lowest wins). */
export const PRINCIPALS: Principal[] = [
  { name: 'no role', roles: [], allows: [] },
  { name: 'support', roles: ['support.user'], allows: [] },
  { name: 'finance', roles: ['finance.read-only'], allows: [] },
  { name: 'manager read-only', roles: ['manager.read-only'], allows: ['manager.read-only'] },
  { name: 'manager editor', roles: ['manager.editor'], allows: ['manager.read-only', 'manager.editor'] },
  {
    name: 'manager admin',
    roles: ['manager.admin'],
    allows: ['manager.read-only', 'manager.editor', 'manager.admin'],
  },
  {
    name: 'manager admin and read-only',
    roles: ['manager.admin', 'manager.read-only'],
    allows: ['manager.read-only'],
  },
  {
    name: 'manager admin and editor',
    roles: ['manager.editor', 'manager.admin'],
    allows: ['manager.read-only', 'manager.editor'],
  },
  { name: 'creator read-only', roles: ['creator.read-only'], allows: ['creator.read-only'] },
  { name: 'creator admin', roles: ['creator.admin'], allows: ['creator.read-only', 'creator.admin'] },
  { name: 'organization admin', roles: ['organization.admin'], allows: ['organization.admin'] },
  {
    name: 'everything',
    roles: ['manager.admin', 'creator.admin', 'organization.admin', 'support.user', 'finance.read-only'],
    allows: [
      'manager.read-only',
      'manager.editor',
      'manager.admin',
      'creator.read-only',
      'creator.admin',
      'organization.admin',
    ],
  },
];

export async function tokenWith(
  customerId: string,
  roles: Role[],
): Promise<{ token: string; keyId: string }> {
  const key = await createApiKey(systemActor(customerId), {
    name: 'Test key',
    description: null,
    roles,
    expiresAt: null,
  });
  const issued = await issueToken(key.clientId, key.clientSecret, new Date());
  if (!issued) throw new Error('no token');
  return { token: issued.accessToken, keyId: key.id };
}

/** A signed-in person: the id of the session row that the cookie would carry. */
export async function sessionWith(
  sql: postgres.Sql,
  customerId: string,
  roles: Role[],
): Promise<{ sid: string; userId: string }> {
  const { id: userId } = await createUser({
    customerId,
    name: 'Test person',
    email: `${randomUUID()}@example.org`,
    roles,
  });
  const [row] =
    await sql`insert into sessions (customer_id, user_id, expires_at) values (${customerId}, ${userId}, now() + interval '1 hour') returning id`;
  return { sid: row?.id, userId };
}

/** Same shape, never there: what a foreign id must look like from outside. */
export const unknownId = () => randomUUID();
export const unknownNumber = (like: number) => 10 ** String(like).length - 1;

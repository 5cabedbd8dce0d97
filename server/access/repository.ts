import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { accessTokens, apiKeys } from '#db/schema/api-keys.ts';
import { customers } from '#db/schema/customers.ts';
import { sessions, userRoles, users } from '#db/schema/users.ts';
import { accessDatabase } from '#server/platform/database.ts';
import { SESSION_IDLE_MINUTES } from './contract.ts';

/** Look-ups from before it is known who asks; each has System in its name and touches access tables only. */

export async function findSystemUserByEmail(email: string) {
  const [user] = await accessDatabase().select().from(users).where(eq(users.email, email));
  return user;
}

export async function createSystemSession(values: typeof sessions.$inferInsert): Promise<string> {
  const [row] = await accessDatabase().insert(sessions).values(values).returning({ id: sessions.id });
  if (!row) throw new Error('session not stored');
  return row.id;
}

const ofActiveUser = and(eq(users.id, sessions.userId), eq(users.status, 'active'));

const isAlive = (id: string) =>
  and(
    eq(sessions.id, id),
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, sql`now()`),
    gt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${SESSION_IDLE_MINUTES})`),
  );

/** A live session with its user, customer and roles; touching it at most once a minute keeps it cheap. */
export async function findSystemSession(id: string) {
  const db = accessDatabase();
  const [row] = await db
    .select({
      id: sessions.id,
      customerId: sessions.customerId,
      customerName: customers.name,
      userId: users.id,
      userName: users.name,
      email: users.email,
      locale: users.locale,
      timeZone: users.timeZone,
      roles: sql<
        string[]
      >`coalesce((select array_agg(${userRoles.role}) from ${userRoles} where ${userRoles.userId} = ${users.id}), '{}')`,
    })
    .from(sessions)
    .innerJoin(users, ofActiveUser)
    .innerJoin(customers, eq(customers.id, sessions.customerId))
    .where(isAlive(id));
  if (!row) return null;
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, sql`now() - interval '1 minute'`)));
  return row;
}

/** Whether a session still lives; asking does not count as using it, so that an open live stream keeps nobody signed in. */
export async function isSystemSessionAlive(id: string): Promise<boolean> {
  const rows = await accessDatabase()
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, ofActiveUser)
    .where(isAlive(id));
  return rows.length > 0;
}

export async function revokeSystemSession(id: string): Promise<void> {
  await accessDatabase().update(sessions).set({ revokedAt: sql`now()` }).where(eq(sessions.id, id));
}

/** Roles of an active user of this customer; null where there is none such. */
export async function findSystemUserRoles(customerId: string, userId: string): Promise<string[] | null> {
  const rows = await accessDatabase()
    .select({ role: userRoles.role })
    .from(users)
    .leftJoin(userRoles, eq(userRoles.userId, users.id))
    .where(and(eq(users.id, userId), eq(users.customerId, customerId), eq(users.status, 'active')));
  return rows.length > 0 ? rows.flatMap(({ role }) => role ?? []) : null;
}

const keyIsAlive = and(
  isNull(apiKeys.revokedAt),
  or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
);

export async function findSystemApiKey(clientId: string) {
  const [key] = await accessDatabase()
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.clientId, clientId), keyIsAlive));
  return key;
}

export async function storeSystemAccessToken(values: typeof accessTokens.$inferInsert): Promise<void> {
  const db = accessDatabase();
  await db.insert(accessTokens).values(values);
  await db.update(apiKeys).set({ lastUsedAt: sql`now()` }).where(eq(apiKeys.id, values.apiKeyId));
}

/** A live token with its key as it is now: a revoked or changed key counts at the next request. */
export async function findSystemAccessToken(tokenHash: Uint8Array) {
  const [row] = await accessDatabase()
    .select({
      customerId: accessTokens.customerId,
      scopes: accessTokens.scopes,
      apiKeyId: apiKeys.id,
      keyName: apiKeys.name,
      roles: apiKeys.roles,
    })
    .from(accessTokens)
    .innerJoin(apiKeys, eq(apiKeys.id, accessTokens.apiKeyId))
    .where(and(eq(accessTokens.tokenHash, tokenHash), gt(accessTokens.expiresAt, sql`now()`), keyIsAlive));
  return row;
}

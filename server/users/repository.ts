import { asc, eq, sql } from 'drizzle-orm';
import { sessions, userRoles, users } from '#db/schema/users.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { User } from './contract.ts';

export async function selectUsers(tx: Tx, scope: TenantScope): Promise<User[]> {
  const rows = await tx
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      jobTitle: users.jobTitle,
      status: users.status,
      locale: users.locale,
      timeZone: users.timeZone,
      createdAt: users.createdAt,
      roles: sql<
        string[]
      >`coalesce((select array_agg(r.role order by r.role) from ${userRoles} r where r.user_id = ${outer(users.id)}), '{}')`,
      lastSeenAt: sql<
        string | null
      >`(select max(s.last_seen_at) from ${sessions} s where s.user_id = ${outer(users.id)})`,
    })
    .from(users)
    .where(eq(users.customerId, scope.customerId))
    .orderBy(asc(users.name), asc(users.id));
  return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt ? new Date(row.lastSeenAt) : null }));
}

export async function insertSystemUser(
  tx: Tx,
  { roles, ...values }: typeof users.$inferInsert & { roles: readonly string[] },
): Promise<string> {
  const [row] = await tx.insert(users).values(values).returning({ id: users.id });
  if (!row) throw new Error('user not stored');
  if (roles.length > 0)
    await tx
      .insert(userRoles)
      .values(roles.map((role) => ({ customerId: values.customerId, userId: row.id, role })));
  return row.id;
}

import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { repeatedMessages } from '#db/schema/device-refusals.ts';
import { loraConnectionAccess, loraConnections, refusals, unknownDevices } from '#db/schema/lora-networks.ts';
import type { ConnectivityPlan } from '#server/drivers/lora-networks/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { MOST_UNKNOWN, type Refusal, type UnknownDevice } from './contract.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(loraConnections.customerId, scope.customerId), eq(loraConnections.id, id));

const ownAccess = (scope: TenantScope, id: string) =>
  and(eq(loraConnectionAccess.customerId, scope.customerId), eq(loraConnectionAccess.connectionId, id));

/** A customer's own and the platform's. */
export const usableBy = (scope: TenantScope) =>
  inArray(loraConnections.customerId, [scope.customerId, PLATFORM_CUSTOMER_ID]);

const ownFirst = ({ customerId }: TenantScope) => sql`(${loraConnections.customerId} = ${customerId}) desc`;

const columns = {
  id: loraConnections.id,
  customerId: loraConnections.customerId,
  name: loraConnections.name,
  provider: loraConnections.provider,
  status: loraConnections.status,
  plans: loraConnections.plans,
  lastMessageAt: loraConnections.lastMessageAt,
  createdAt: loraConnections.createdAt,
  modifiedAt: loraConnections.modifiedAt,
  refusedLastHour: sql<number>`(select coalesce(sum(r.count), 0)::int from ${refusals} r
    where r.connection_id = ${outer(loraConnections.id)} and r.hour >= date_trunc('hour', now()))`,
  unknownDevices: sql<number>`(select count(*)::int from ${unknownDevices} u where u.connection_id = ${outer(loraConnections.id)})`,
};

/** What may be used: own ones first, by name. */
export async function selectConnections(tx: Tx, scope: TenantScope) {
  return tx
    .select(columns)
    .from(loraConnections)
    .where(usableBy(scope))
    .orderBy(ownFirst(scope), asc(loraConnections.name), asc(loraConnections.id));
}

export async function selectConnection(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select(columns)
    .from(loraConnections)
    .where(and(usableBy(scope), eq(loraConnections.id, id)));
  return row ?? null;
}

/** Oldest first, own ones before the platform's: the first that can register is where devices go without a choice. */
export async function selectActiveConnections(tx: Tx, scope: TenantScope) {
  return tx
    .select({
      id: loraConnections.id,
      customerId: loraConnections.customerId,
      name: loraConnections.name,
      provider: loraConnections.provider,
      plans: loraConnections.plans,
    })
    .from(loraConnections)
    .where(and(usableBy(scope), eq(loraConnections.status, 'active')))
    .orderBy(ownFirst(scope), asc(loraConnections.createdAt), asc(loraConnections.id));
}

export async function lockConnection(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx.select().from(loraConnections).where(own(scope, id)).for('update');
  return row ?? null;
}

/** How its server and we get to each other: its owner's alone. */
export async function selectAccess(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      id: loraConnections.id,
      customerId: loraConnections.customerId,
      provider: loraConnections.provider,
      secret: loraConnectionAccess.secret,
      settings: loraConnectionAccess.settings,
      apiSecrets: loraConnectionAccess.apiSecrets,
    })
    .from(loraConnectionAccess)
    .innerJoin(loraConnections, own(scope, id))
    .where(ownAccess(scope, id));
  return row ?? null;
}

export async function insertConnection(
  tx: Tx,
  { customerId }: TenantScope,
  {
    secret,
    ...values
  }: Omit<typeof loraConnections.$inferInsert, 'customerId'> & { id: string; secret: string },
): Promise<void> {
  await tx.insert(loraConnections).values({ ...values, customerId });
  await tx.insert(loraConnectionAccess).values({ connectionId: values.id, customerId, secret });
}

export async function updateConnectionRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<Pick<typeof loraConnections.$inferInsert, 'name' | 'status' | 'plans'>>,
): Promise<void> {
  await tx
    .update(loraConnections)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

/** With what follows from it for all who may use the connection. */
export async function updateAccess(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<Pick<typeof loraConnectionAccess.$inferInsert, 'secret' | 'settings' | 'apiSecrets'>>,
  shown: { plans?: ConnectivityPlan[] } = {},
): Promise<void> {
  await tx.update(loraConnectionAccess).set(values).where(ownAccess(scope, id));
  await updateConnectionRow(tx, scope, id, shown);
}

export async function deleteConnectionRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(loraConnections).where(own(scope, id));
}

/** Messages of this customer's devices that it told more than once. */
export async function selectRepeated(
  tx: Tx,
  scope: TenantScope,
  connectionId: string,
  hours: number,
): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`coalesce(sum(${repeatedMessages.count}), 0)::float8` })
    .from(repeatedMessages)
    .where(
      and(
        eq(repeatedMessages.customerId, scope.customerId),
        eq(repeatedMessages.connectionId, connectionId),
        gt(repeatedMessages.hour, sql`now() - make_interval(hours => ${hours}::int)`),
      ),
    );
  return row?.count ?? 0;
}

export async function selectRefusals(
  tx: Tx,
  scope: TenantScope,
  connectionId: string,
  hours: number,
): Promise<Refusal[]> {
  return tx
    .select({
      hour: refusals.hour,
      reason: refusals.reason,
      count: refusals.count,
      lastAt: refusals.lastAt,
      lastDetail: refusals.lastDetail,
    })
    .from(refusals)
    .where(
      and(
        eq(refusals.customerId, scope.customerId),
        eq(refusals.connectionId, connectionId),
        gt(refusals.hour, sql`now() - make_interval(hours => ${hours}::int)`),
      ),
    )
    .orderBy(desc(refusals.hour), desc(refusals.count))
    .limit(500);
}

export async function selectUnknownDevices(
  tx: Tx,
  scope: TenantScope,
  connectionId?: string,
): Promise<UnknownDevice[]> {
  return tx
    .select({
      connectionId: unknownDevices.connectionId,
      connectionName: loraConnections.name,
      network: unknownDevices.network,
      identifier: unknownDevices.identifier,
      count: unknownDevices.count,
      firstSeenAt: unknownDevices.firstSeenAt,
      lastSeenAt: unknownDevices.lastSeenAt,
    })
    .from(unknownDevices)
    .innerJoin(loraConnections, eq(loraConnections.id, unknownDevices.connectionId))
    .where(
      and(
        eq(unknownDevices.customerId, scope.customerId),
        connectionId ? eq(unknownDevices.connectionId, connectionId) : undefined,
      ),
    )
    .orderBy(desc(unknownDevices.lastSeenAt), asc(unknownDevices.identifier))
    .limit(MOST_UNKNOWN);
}

/** Whether there was one. */
export async function deleteUnknownDevice(
  tx: Tx,
  scope: TenantScope,
  { network, identifier, connectionId }: { network: string; identifier: string; connectionId: string },
): Promise<boolean> {
  const rows = await tx
    .delete(unknownDevices)
    .where(
      and(
        eq(unknownDevices.customerId, scope.customerId),
        eq(unknownDevices.network, network),
        eq(unknownDevices.identifier, identifier),
        eq(unknownDevices.connectionId, connectionId),
      ),
    )
    .returning({ identifier: unknownDevices.identifier });
  return rows.length > 0;
}

export async function deleteUnknownDevices(
  tx: Tx,
  scope: TenantScope,
  network: string,
  identifiers: string[],
): Promise<void> {
  await tx
    .delete(unknownDevices)
    .where(
      and(
        eq(unknownDevices.customerId, scope.customerId),
        eq(unknownDevices.network, network),
        inArray(unknownDevices.identifier, identifiers),
      ),
    );
}

/** Those that are the customer's devices by now, of what was heard at the platform's connections. */
export async function forgetSightedByPlatform(tx: Tx, network: string, identifiers: string[]): Promise<void> {
  await tx.execute(sql`select no_longer_unknown(${network}, ${arrayOf(identifiers, 'text')})`);
}

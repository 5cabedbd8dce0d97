import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { loraConnections, refusals, unknownDevices } from '#db/schema/lora-networks.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Refusal, UnknownDevice } from './contract.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(loraConnections.customerId, scope.customerId), eq(loraConnections.id, id));

const columns = {
  id: loraConnections.id,
  name: loraConnections.name,
  provider: loraConnections.provider,
  status: loraConnections.status,
  settings: loraConnections.settings,
  apiSecrets: loraConnections.apiSecrets,
  lastMessageAt: loraConnections.lastMessageAt,
  createdAt: loraConnections.createdAt,
  modifiedAt: loraConnections.modifiedAt,
  refusedLastHour: sql<number>`(select coalesce(sum(r.count), 0)::int from ${refusals} r
    where r.connection_id = ${outer(loraConnections.id)} and r.hour >= date_trunc('hour', now()))`,
  unknownDevices: sql<number>`(select count(*)::int from ${unknownDevices} u where u.connection_id = ${outer(loraConnections.id)})`,
};

export async function selectConnections(tx: Tx, scope: TenantScope) {
  return tx
    .select(columns)
    .from(loraConnections)
    .where(eq(loraConnections.customerId, scope.customerId))
    .orderBy(asc(loraConnections.name), asc(loraConnections.id));
}

export async function selectConnection(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx.select(columns).from(loraConnections).where(own(scope, id));
  return row ?? null;
}

export async function lockConnection(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx.select().from(loraConnections).where(own(scope, id)).for('update');
  return row ?? null;
}

export async function insertConnection(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof loraConnections.$inferInsert, 'customerId'>,
): Promise<void> {
  await tx.insert(loraConnections).values({ ...values, customerId: scope.customerId });
}

export async function updateConnectionRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<
    Pick<typeof loraConnections.$inferInsert, 'name' | 'status' | 'secret' | 'settings' | 'apiSecrets'>
  >,
): Promise<void> {
  await tx
    .update(loraConnections)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

export async function deleteConnectionRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(loraConnections).where(own(scope, id));
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
    .limit(500);
}

/** Whether there was one; `connectionId` undefined: at any connection of the customer. */
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

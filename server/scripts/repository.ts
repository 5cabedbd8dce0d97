import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { scriptVersions } from '#db/schema/device-types.ts';
import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ScriptOwner, ScriptSource, ScriptText, ScriptVersion } from './contract.ts';
import { OWNER_TABLES, versionsOf } from './owners.sql.ts';
import { OWNERS } from './owners.ts';

export interface HeldOwner {
  id: string;
  name: string;
  currentVersionId: string | null;
}

/** The customer's own row that has scripts, or a refusal. `hold`: locked until the transaction ends. */
export async function findOwner(
  tx: Tx,
  scope: TenantScope,
  { kind, id }: ScriptOwner,
  hold = false,
): Promise<HeldOwner> {
  const { table, kind: kindColumn } = OWNER_TABLES[kind];
  const query = tx
    .select({
      id: sql<string>`${table.id}`,
      name: sql<string>`${table.name}`,
      currentVersionId: sql<string | null>`${table.currentVersionId}`,
    })
    .from(table)
    .where(
      and(
        eq(table.customerId, scope.customerId),
        eq(table.id, id),
        kindColumn ? eq(kindColumn, 'script') : undefined,
      ),
    );
  const [row] = await (hold ? query.for('update') : query);
  if (!row) throw notFound(OWNERS[kind].noun);
  return row;
}

const ofOwner = (scope: TenantScope, { kind, id }: ScriptOwner) =>
  and(eq(scriptVersions.customerId, scope.customerId), eq(versionsOf(kind), id));

const columnsOf = ({ kind }: ScriptOwner) => ({
  id: scriptVersions.id,
  number: scriptVersions.number,
  contract: scriptVersions.contract,
  createdBy: scriptVersions.createdBy,
  createdAt: scriptVersions.createdAt,
  publishedAt: scriptVersions.publishedAt,
  current: sql<boolean>`coalesce(${outer(scriptVersions.id)} = ${outer(OWNER_TABLES[kind].table.currentVersionId)}, false)`,
});

/** Newest first; a draft, if any, comes first. */
export async function selectVersions(
  tx: Tx,
  scope: TenantScope,
  owner: ScriptOwner,
): Promise<ScriptVersion[]> {
  const { table } = OWNER_TABLES[owner.kind];
  return tx
    .select(columnsOf(owner))
    .from(scriptVersions)
    .innerJoin(table, eq(table.id, versionsOf(owner.kind)))
    .where(ofOwner(scope, owner))
    .orderBy(desc(scriptVersions.number))
    .limit(200);
}

export async function selectVersion(
  tx: Tx,
  scope: TenantScope,
  owner: ScriptOwner,
  versionId: string,
): Promise<ScriptSource | null> {
  const { table } = OWNER_TABLES[owner.kind];
  const [row] = await tx
    .select({ ...columnsOf(owner), source: scriptVersions.source, mapping: scriptVersions.mapping })
    .from(scriptVersions)
    .innerJoin(table, eq(table.id, versionsOf(owner.kind)))
    .where(and(ofOwner(scope, owner), eq(scriptVersions.id, versionId)));
  return row ? { ...row, mapping: row.mapping as ScriptSource['mapping'] } : null;
}

/** At most one draft a script: what was never published nobody ran. */
export async function deleteDraft(tx: Tx, scope: TenantScope, owner: ScriptOwner): Promise<void> {
  await tx.delete(scriptVersions).where(and(ofOwner(scope, owner), isNull(scriptVersions.publishedAt)));
}

export async function insertVersion(
  tx: Tx,
  scope: TenantScope,
  owner: ScriptOwner,
  values: ScriptText & { sourceHash: string; createdBy: string },
): Promise<{ id: string; number: number }> {
  const column = versionsOf(owner.kind);
  const [row] = await tx
    .insert(scriptVersions)
    .values({
      ...values,
      customerId: scope.customerId,
      [OWNER_TABLES[owner.kind].column]: owner.id,
      number: sql`(select coalesce(max(v.number), 0) + 1 from ${scriptVersions} v where v.${sql.identifier(column.name)} = ${owner.id}::uuid)`,
    })
    .returning({ id: scriptVersions.id, number: scriptVersions.number });
  if (!row) throw new Error('script version not stored');
  return row;
}

/** Frozen from here on, and what runs. */
export async function publish(
  tx: Tx,
  scope: TenantScope,
  owner: ScriptOwner,
  versionId: string,
): Promise<void> {
  await tx
    .update(scriptVersions)
    .set({ publishedAt: sql`now()` })
    .where(and(ofOwner(scope, owner), eq(scriptVersions.id, versionId), isNull(scriptVersions.publishedAt)));
  const { table } = OWNER_TABLES[owner.kind];
  await tx
    .update(table)
    .set({ currentVersionId: versionId, modifiedAt: sql`now()` })
    .where(and(eq(table.customerId, scope.customerId), eq(table.id, owner.id)));
}

import { and, asc, eq, sql } from 'drizzle-orm';
import { scriptTests } from '#db/schema/scripts.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Expectation, KeptInput, ScriptOwner, ScriptTest } from './contract.ts';
import { OWNER_TABLES, testsOf } from './owners.sql.ts';

const COLUMNS = {
  id: scriptTests.id,
  name: scriptTests.name,
  input: sql<KeptInput>`${scriptTests.input}`,
  expected: sql<Expectation>`${scriptTests.expected}`,
  createdBy: scriptTests.createdBy,
  createdAt: scriptTests.createdAt,
  modifiedAt: scriptTests.modifiedAt,
};

const ofOwner = (scope: TenantScope, { kind, id }: ScriptOwner) =>
  and(eq(scriptTests.customerId, scope.customerId), eq(testsOf(kind), id));

/** In the order in which they were kept. */
export async function selectTests(tx: Tx, scope: TenantScope, owner: ScriptOwner): Promise<ScriptTest[]> {
  return tx
    .select(COLUMNS)
    .from(scriptTests)
    .where(ofOwner(scope, owner))
    .orderBy(asc(scriptTests.createdAt), asc(scriptTests.id));
}

export async function insertTest(
  tx: Tx,
  scope: TenantScope,
  owner: ScriptOwner,
  values: { name: string; input: KeptInput; expected: Expectation; createdBy: string },
): Promise<ScriptTest> {
  const [row] = await tx
    .insert(scriptTests)
    .values({ ...values, customerId: scope.customerId, [OWNER_TABLES[owner.kind].column]: owner.id })
    .returning(COLUMNS);
  if (!row) throw new Error('test not stored');
  return row;
}

export async function updateTestRow(
  tx: Tx,
  scope: TenantScope,
  owner: ScriptOwner,
  id: string,
  values: Partial<{ name: string; expected: Expectation }>,
): Promise<ScriptTest | null> {
  const [row] = await tx
    .update(scriptTests)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(and(ofOwner(scope, owner), eq(scriptTests.id, id)))
    .returning(COLUMNS);
  return row ?? null;
}

/** Its name; null where there is none. */
export async function deleteTestRow(
  tx: Tx,
  scope: TenantScope,
  owner: ScriptOwner,
  id: string,
): Promise<string | null> {
  const [row] = await tx
    .delete(scriptTests)
    .where(and(ofOwner(scope, owner), eq(scriptTests.id, id)))
    .returning({ name: scriptTests.name });
  return row?.name ?? null;
}

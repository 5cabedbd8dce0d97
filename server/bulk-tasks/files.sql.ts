import { and, asc, eq } from 'drizzle-orm';
import { bulkFiles } from '#db/schema/bulk-tasks.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { sealBytes, unsealBytes } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Files of tasks: sealed, since keys stand in them. */

const PART = 1024 * 1024;
const place = (taskId: string, part: number) => `bulk_files|bytes|${taskId}|${part}`;

export async function storeFile(
  tx: Tx,
  scope: TenantScope,
  taskId: string,
  bytes: Uint8Array,
): Promise<void> {
  const key = await dataKeyOf(tx, scope.customerId);
  for (let part = 0; part * PART < bytes.length; part++)
    await tx.insert(bulkFiles).values({
      customerId: scope.customerId,
      taskId,
      part,
      bytes: sealBytes(key, place(taskId, part), bytes.subarray(part * PART, (part + 1) * PART)),
    });
}

/** null: it was never there, or its time is over. */
export async function openFile(tx: Tx, scope: TenantScope, taskId: string): Promise<Uint8Array | null> {
  const key = await dataKeyOf(tx, scope.customerId);
  const parts = await tx
    .select({ part: bulkFiles.part, bytes: bulkFiles.bytes })
    .from(bulkFiles)
    .where(and(eq(bulkFiles.customerId, scope.customerId), eq(bulkFiles.taskId, taskId)))
    .orderBy(asc(bulkFiles.part));
  if (parts.length === 0) return null;
  return Buffer.concat(parts.map(({ part, bytes }) => unsealBytes(key, place(taskId, part), bytes)));
}

export async function hasFile(tx: Tx, scope: TenantScope, taskId: string): Promise<boolean> {
  const [row] = await tx
    .select({ part: bulkFiles.part })
    .from(bulkFiles)
    .where(
      and(eq(bulkFiles.customerId, scope.customerId), eq(bulkFiles.taskId, taskId), eq(bulkFiles.part, 0)),
    );
  return row !== undefined;
}

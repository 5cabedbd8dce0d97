import { sql } from 'drizzle-orm';
import type { Actor } from '#server/access/actor.ts';
import type { OperationName } from '#server/access/operations.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';

/** What only the platform itself does. */
type SystemOperation = 'customers.create' | 'users.create' | 'decoders.suspend';
/** What may be read may be taken along as a file; that it was is written down. */
type Export = 'tables.export';

export interface AuditEntry {
  operation: OperationName | SystemOperation | Export;
  object: { kind: string; id: string; name?: string };
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

const SECRET_NAME = /secret|password|key$|token/i;

/** Exactly one row for every change, in the transaction that makes it; secrets are masked, never stored. */
export function recordAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  return recordAudits(tx, actor, [entry]);
}

/** For use cases that change many things in one transaction: one row for each of them. */
export async function recordAudits(tx: Tx, actor: Actor, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ operation, object: { kind, id, name = null }, before, after }) => ({
    operation,
    kind,
    id,
    name,
    before: mask(before),
    after: mask(after),
  }));
  await tx.execute(sql`
    insert into audit_log (customer_id, actor_kind, actor_id, actor_name, address, via, operation, object_kind, object_id,
      object_name, before, after)
    select ${actor.scope.customerId}::uuid, ${actor.kind}, ${actor.id}, ${actor.name}, ${actor.address}, ${actor.via},
      operation, kind, id, name, before, after
    from jsonb_to_recordset(${jsonb(rows)}) x(operation text, kind text, id text, name text, before jsonb, after jsonb)`);
}

function mask(value: Record<string, unknown> | null | undefined): Record<string, unknown> | null {
  if (!value) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, v]) => [name, SECRET_NAME.test(name) && v != null ? '•••' : v]),
  );
}

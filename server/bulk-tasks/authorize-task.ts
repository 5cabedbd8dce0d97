import { type Actor, authorize } from '#server/access/actor.ts';
import type { BulkOptions } from './contract.ts';
import type { BulkTaskDefinition } from './definition.ts';

/** A task needs what its things need, and what was chosen for them may need more. */
export function authorizeTask(
  actor: Actor,
  { operations, further }: BulkTaskDefinition,
  options: BulkOptions,
): void {
  for (const operation of [...operations, ...(further?.(options) ?? [])]) authorize(actor, operation);
}

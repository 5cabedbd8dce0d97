import { may } from './actor.ts';
import { requireSession } from './current-session.ts';
import type { OperationName } from './operations.ts';

export type Allowed<O extends OperationName> = Record<O, boolean>;

/** What the reader may do, so that a page offers nothing that would be refused; the use cases decide anyhow. */
export async function allowed<O extends OperationName>(...operations: O[]): Promise<Allowed<O>> {
  const { actor } = await requireSession();
  return Object.fromEntries(operations.map((operation) => [operation, may(actor, operation)])) as Allowed<O>;
}

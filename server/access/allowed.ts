import { DomainError } from '#server/platform/errors.ts';
import { may } from './actor.ts';
import { requireSession } from './current-session.ts';
import type { OperationName } from './operations.ts';

export type Allowed<O extends OperationName> = Record<O, boolean>;

/** What the reader may do, so that a page offers nothing that would be refused; the use cases decide anyhow. */
export async function allowed<O extends OperationName>(...operations: O[]): Promise<Allowed<O>> {
  const { actor } = await requireSession();
  return Object.fromEntries(operations.map((operation) => [operation, may(actor, operation)])) as Allowed<O>;
}

/** For pages that are nothing but one write: refused before the form is shown, not after it was filled in. */
export async function requireAllowed(operation: OperationName): Promise<void> {
  const { actor } = await requireSession();
  if (may(actor, operation)) return;
  const refusal = new DomainError('access.forbidden', 'forbidden', { operation });
  throw Object.assign(refusal, { digest: refusal.code });
}

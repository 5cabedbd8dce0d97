import type { Actor } from '#server/access/actor.ts';
import { idSchema } from '#server/platform/contract.ts';
import { DomainError } from '#server/platform/errors.ts';

const HEADER = 'kpn-things-security-context';

/**
 * The reseller's header: whose environment the call is about. Several headers arrive as one with commas, which is no
 * valid value, so that neither the first nor the last is taken. Whether a customer exists is never told.
 */
export function checkSecurityContext(actor: Actor, headers: Headers): void {
  const value = headers.get(HEADER);
  if (value === null) return;
  const wanted = idSchema.safeParse(value.trim().replace(/^clientId=/, ''));
  if (!wanted.success) throw new DomainError('access.bad-context', 'invalid');
  if (wanted.data !== actor.scope.customerId) throw new DomainError('access.not-a-reseller', 'forbidden');
}

import { systemClock } from '#server/platform/clock.ts';
import { DomainError } from '#server/platform/errors.ts';
import { SESSION_HOURS, type SignIn } from './contract.ts';
import { verifyPassword } from './password.ts';
import { createSystemSession, findSystemUserByEmail } from './repository.ts';
import { forgetTries, limitSignIn } from './sign-in-limit.ts';

/** Checks the password and opens a session; the answer never tells which of the two was wrong. */
export async function signIn(
  input: SignIn,
  from: { address: string | null; userAgent: string | null },
): Promise<{ sessionId: string }> {
  await limitSignIn(input.email, from.address);
  const user = await findSystemUserByEmail(input.email);
  const right = await verifyPassword(user?.passwordHash, input.password);
  if (!user || !right || user.status !== 'active')
    throw new DomainError('access.wrong-credentials', 'unauthenticated');
  await forgetTries(input.email, from.address);
  const sessionId = await createSystemSession({
    customerId: user.customerId,
    userId: user.id,
    expiresAt: new Date(systemClock.now().getTime() + SESSION_HOURS * 3_600_000),
    address: from.address,
    userAgent: from.userAgent?.slice(0, 300) ?? null,
  });
  return { sessionId };
}

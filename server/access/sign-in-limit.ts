import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '#server/platform/errors.ts';

/** 10 tries in 15 minutes for an account from one address, 100 for an address: an attacker elsewhere locks nobody out. */
const perAccount = new RateLimiterMemory({ points: 10, duration: 900 });
const perAddress = new RateLimiterMemory({ points: 100, duration: 900 });

const accountKey = (email: string, address: string | null) => `${address ?? 'unknown'}|${email}`;

/** Who knows the password was not guessing: the account's tries begin anew. */
export async function forgetTries(email: string, address: string | null): Promise<void> {
  await perAccount.delete(accountKey(email, address));
}

export async function limitSignIn(email: string, address: string | null): Promise<void> {
  try {
    await perAddress.consume(address ?? 'unknown');
    await perAccount.consume(accountKey(email, address));
  } catch (reached) {
    if (!(reached instanceof RateLimiterRes)) throw reached;
    throw new DomainError('access.too-many-tries', 'rate', {
      retryAfterSeconds: Math.ceil(reached.msBeforeNext / 1000),
    });
  }
}

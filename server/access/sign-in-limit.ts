import { RateLimiterMemory } from 'rate-limiter-flexible';
import { consume } from '#server/platform/rate-limit.ts';

/** 10 tries in 15 minutes for an account from one address, 100 for an address: an attacker elsewhere locks nobody out. */
const perAccount = new RateLimiterMemory({ points: 10, duration: 900 });
const perAddress = new RateLimiterMemory({ points: 100, duration: 900 });
const CODE = 'access.too-many-tries';

const accountKey = (email: string, address: string | null) => `${address ?? 'unknown'}|${email}`;

export async function limitSignIn(email: string, address: string | null): Promise<void> {
  await consume(perAddress, address ?? 'unknown', CODE);
  await consume(perAccount, accountKey(email, address), CODE);
}

/** Who knows the password was not guessing: the account's tries begin anew. */
export async function forgetTries(email: string, address: string | null): Promise<void> {
  await perAccount.delete(accountKey(email, address));
}

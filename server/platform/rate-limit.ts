import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from './errors.ts';

/**
 * Takes one point, or refuses with the seconds to wait. The counters of `RateLimiterMemory` are a process's own: with
 * several web processes each allows its share anew (docs/decisions/0011).
 */
export async function consume(
  limiter: RateLimiterAbstract,
  key: string,
  code: string,
): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (reached) {
    if (!(reached instanceof RateLimiterRes)) throw reached;
    throw spent(code, reached);
  }
}

/** Refuses where `consume` would, and takes nothing. */
export async function refuseSpent(limiter: RateLimiterAbstract, key: string, code: string): Promise<void> {
  const state = await limiter.get(key);
  if (state && state.remainingPoints <= 0) throw spent(code, state);
}

const spent = (code: string, { msBeforeNext }: RateLimiterRes) =>
  new DomainError(code, 'rate', { retryAfterSeconds: Math.ceil(msBeforeNext / 1000) });

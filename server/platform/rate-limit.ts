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
    throw new DomainError(code, 'rate', { retryAfterSeconds: Math.ceil(reached.msBeforeNext / 1000) });
  }
}

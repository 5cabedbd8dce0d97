import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Actor } from '#server/access/actor.ts';
import { consume } from '#server/platform/rate-limit.ts';

/** Of one person or key; what a script may use of the machine is the sandbox's to bound. */
const limiter = new RateLimiterMemory({ points: 30, duration: 60 });

/** The dry run of the API, by which programs try a folder of codecs, or a codec on all of its examples. */
const dryRuns = new RateLimiterMemory({ points: 300, duration: 60 });

/** One try-out, or the running of all tests of a script. */
export const spendRun = (actor: Actor) => consume(limiter, actor.id, 'decoders.too-many-runs');

export const spendDryRun = (actor: Actor) => consume(dryRuns, actor.id, 'decoders.too-many-runs');

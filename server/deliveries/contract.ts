import { z } from 'zod';

/**
 * Where a message for one destination stands. `waiting` is a row of `delivery_queue`; the others are final and
 * rows of `deliveries`. `merged` went along with another delivery, `discarded` found no partner where nothing may go alone. `failed` is the dead letter: the message stays with every attempt it had, until its
 * retention ends, and may be replayed; a replay is a new delivery that names the old one in `replayOf`.
 */
export const deliveryStates = ['waiting', 'delivered', 'failed', 'cancelled', 'merged', 'discarded'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One attempt, as the log of a delivery keeps it (`attempt_log`). */
export const attemptOutcomeSchema = z.object({
  /** When it began, ISO 8601. */
  at: z.string(),
  durationMs: z.number(),
  /** HTTP status, where the receiver answered. */
  status: z.number().int().optional(),
  /** The driver's own word: the receiver took it, or not, whatever the status. */
  accepted: z.boolean().optional(),
  /** Code of what went wrong before an answer, e.g. `outgoing.timeout`. */
  error: z.string().optional(),
  /** The same in one English sentence. */
  message: z.string().optional(),
  /** Beginning of the receiver's answer. */
  response: z.string().optional(),
  /** Header Retry-After as it came. */
  retryAfter: z.string().optional(),
});

export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;

/**
 * delivered: done. retry: trouble that passes. permanent: the receiver refuses this message, tried a few times
 * in case it does not mean it. gone: the receiver asks never to be called again (410).
 */
export type Judgement = 'delivered' | 'retry' | 'permanent' | 'gone';

export type NextStep =
  | { kind: 'retry'; delayMs: number; at: Date }
  | { kind: 'final'; state: 'delivered' | 'failed'; reason: 'delivered' | 'refused' | 'exhausted' | 'gone' };

/** Circuit breaker of a destination, kept in its row. */
export interface BreakerState {
  status: 'active' | 'paused' | 'suspended';
  failuresInARow: number;
  failingSince: Date | null;
  /**
   * With `failingSince`: nothing is sent until then, and one probe when it has passed. Without: until then what is sent
   * grows step by step.
   */
  breakerUntil: Date | null;
}

/** send: as many as the lane allows. ramp: as many as `rampAllowance` says. probe: exactly one. wait: none. */
export type Permission = 'send' | 'ramp' | 'probe' | 'wait';

import type { AttemptOutcome, DeliveryState, Judgement, NextStep } from './contract.ts';
import { parseRetryAfter } from './retry-after.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pause after the first, second, … attempt; the last one repeats. */
const PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];
/** With these pauses the 25th attempt comes 71 h 42 min 35 s after the first. */
export const MAX_ATTEMPTS = 25;
/** Pauses that receivers ask for stretch the row; after this long it ends whatever the count. */
export const MAX_AGE_MS = 72 * HOUR;
/** A receiver that refuses is given a second and a third chance. */
const REFUSED_ATTEMPTS = 3;
const JITTER = 0.2;
/** The longest pause a receiver may ask for: it must not be able to park messages past their end. */
export const LONGEST_RETRY_AFTER_MS = 4 * HOUR;

const PASSING_STATUSES = new Set([408, 425, 429]);
/** Errors of ours that a later attempt does not cure; all others are the network's. */
const PERMANENT_ERRORS = /^(outgoing\.forbidden-|outgoing\.bad-|destinations\.)/;

export function judge(outcome: AttemptOutcome): Judgement {
  if (outcome.accepted) return 'delivered';
  const { status } = outcome;
  if (status === undefined)
    return outcome.error && PERMANENT_ERRORS.test(outcome.error) ? 'permanent' : 'retry';
  if (status >= 200 && status < 300) return outcome.accepted === false ? 'permanent' : 'delivered';
  if (status === 410) return 'gone';
  // Redirects are never followed (Standard Webhooks); the address has to be corrected.
  if (status >= 300 && status < 500) return PASSING_STATUSES.has(status) ? 'retry' : 'permanent';
  return 'retry';
}

/**
 * What comes after an attempt.
 *
 * @param step.attempt how many attempts there have been, this one included
 * @param step.since when the first attempt was due; without it only the count ends the row
 * @param step.random in [0, 1)
 */
export function nextAttempt(step: {
  attempt: number;
  outcome: AttemptOutcome;
  now: Date;
  random: number;
  since?: Date;
}): NextStep {
  const judgement = judge(step.outcome);
  if (judgement === 'delivered') return { kind: 'final', state: 'delivered', reason: 'delivered' };
  if (judgement === 'gone') return { kind: 'final', state: 'failed', reason: 'gone' };
  if (judgement === 'permanent' && step.attempt >= REFUSED_ATTEMPTS) {
    return { kind: 'final', state: 'failed', reason: 'refused' };
  }
  const delayMs = pause(step);
  const at = new Date(step.now.getTime() + delayMs);
  const tooLate = step.since !== undefined && at.getTime() - step.since.getTime() > MAX_AGE_MS;
  if (step.attempt >= MAX_ATTEMPTS || tooLate) return { kind: 'final', state: 'failed', reason: 'exhausted' };
  return { kind: 'retry', delayMs, at };
}

/** The schedule's pause ± 20 %, or what the receiver asked for when that is longer, + 0…20 %. */
function pause({ attempt, outcome, now, random }: Parameters<typeof nextAttempt>[0]): number {
  const index = Math.min(Math.max(attempt, 1), PAUSES.length) - 1;
  const scheduled = (PAUSES[index] ?? 0) * (1 - JITTER + 2 * JITTER * random);
  const asked = outcome.retryAfter === undefined ? null : parseRetryAfter(outcome.retryAfter, now);
  if (asked === null) return Math.round(scheduled);
  const bounded = Math.min(asked, LONGEST_RETRY_AFTER_MS) * (1 + JITTER * random);
  return Math.round(Math.max(scheduled, Math.min(bounded, LONGEST_RETRY_AFTER_MS)));
}

/**
 * Any final delivery can be sent once more, a delivered one too (the receiver may have lost it). What went along with another
 * goes again with that one.
 */
export function mayReplay(state: DeliveryState): boolean {
  return state !== 'waiting' && state !== 'merged';
}

/** What an operator has to look at. */
export function isDeadLetter(state: DeliveryState): boolean {
  return state === 'failed';
}

import { DomainError } from '#server/platform/errors.ts';
import type { ChangeKind, SimChange, SimStatus, WantedStatus } from './contract.ts';

/** What may follow what. Nothing leaves Retired; a SIM that was in use does not go back to the shelf. */
const FOLLOWS: Record<SimStatus, readonly WantedStatus[]> = {
  UNKNOWN: [],
  INVENTORY: ['ACTIVATION_READY', 'ACTIVATED', 'RETIRED'],
  ACTIVATION_READY: ['INVENTORY', 'ACTIVATED', 'DEACTIVATED', 'RETIRED'],
  ACTIVATED: ['DEACTIVATED', 'RETIRED'],
  DEACTIVATED: ['ACTIVATED', 'RETIRED'],
  RETIRED: [],
};

export function statusesAfter(status: SimStatus): readonly WantedStatus[] {
  return FOLLOWS[status];
}

/** What decides over a SIM besides its status: who answers for it, and what was asked already. */
export interface SimState {
  status: SimStatus;
  account: { status: 'active' | 'disabled' } | null;
  /** What waits to be done, by kind. */
  pending: Partial<Record<ChangeKind, string>>;
}

/** Why a SIM cannot be asked for this; null when it can. */
export function changeRefusal(sim: SimState, { status, ...plans }: SimChange): DomainError | null {
  const refused = (code: string, details: Record<string, string> = {}) =>
    new DomainError(code, 'conflict', details);
  if (sim.status === 'RETIRED' || sim.pending.status === 'RETIRED') return refused('sims.retired');
  if (!sim.account) return refused('sims.no-account');
  if (sim.account.status === 'disabled') return refused('sims.account-disabled');
  if (sim.status === 'UNKNOWN') return refused('sims.not-synced');
  if (status === 'RETIRED' && (plans.communicationPlan || plans.ratePlan)) return refused('sims.retired');
  // Asking for what is takes back what waits.
  const takesBack = status === sim.status && sim.pending.status !== undefined;
  if (status && !takesBack && status !== sim.status && !FOLLOWS[sim.status].includes(status))
    return refused('sims.status-not-after', { from: sim.status, to: status });
  return null;
}

/** A SIM that may be put into a device. */
export function linkRefusal(sim: { status: SimStatus; deviceId: string | null }): DomainError | null {
  if (sim.deviceId) return new DomainError('sims.linked-elsewhere', 'conflict');
  if (sim.status === 'RETIRED') return new DomainError('sims.retired', 'conflict');
  return null;
}

const WHOLE_EVERY_DAYS = 7;

/** Whether routine reads a SIM whole although it looks as it was: once a week each, an equal part of them every day. */
export function isReadWhole(simId: string, now: Date): boolean {
  const day = Math.floor(now.getTime() / 86_400_000);
  return (Number.parseInt(simId.slice(0, 8), 16) + day) % WHOLE_EVERY_DAYS === 0;
}

/** Seconds to wait before each next attempt: two hours in all, then somebody must look. */
const WAITS_SECONDS = [5, 15, 60, 300, 900, 1800, 3600];

/** How the failures of a platform are taken: tried again, tried again when it allows, or over. */
export type FailureKind =
  | 'unauthorized'
  | 'rate-limited'
  | 'unavailable'
  | 'unreadable'
  | 'unknown-sim'
  | 'refused';

export type Verdict =
  | { again: true; dueAt: Date; attempts: number; pauseAccountUntil: Date | null }
  | { again: false };

const RATE_LIMIT_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * What follows a failed attempt. A platform that asks for quiet gets it for the whole account and the attempt does not
 * count; wrong credentials would fail every other job too, so these wait as well.
 */
export function afterFailure(
  failure: { kind: FailureKind; retryAfterMs?: number | undefined },
  attempts: number,
  now: Date,
): Verdict {
  const at = (ms: number) => new Date(now.getTime() + ms);
  if (failure.kind === 'rate-limited') {
    const until = at(Math.min(failure.retryAfterMs ?? RATE_LIMIT_PAUSE_MS, LONGEST_PAUSE_MS));
    return { again: true, dueAt: until, attempts, pauseAccountUntil: until };
  }
  if (failure.kind === 'refused' || failure.kind === 'unknown-sim') return { again: false };
  const wait = WAITS_SECONDS[attempts];
  if (wait === undefined) return { again: false };
  const dueAt = at(wait * 1000);
  const pauseAccountUntil = failure.kind === 'unauthorized' ? dueAt : null;
  return { again: true, dueAt, attempts: attempts + 1, pauseAccountUntil };
}

/** Asked of the platform again on opening only when what is there is older. */
export const SYNC_FRESH_MS = 5 * 60_000;
/** All SIMs of an account are listed so often. */
export const LISTING_EVERY_MS = 24 * 3_600_000;

export function isStale(syncedAt: Date | null, now: Date): boolean {
  return !syncedAt || now.getTime() - syncedAt.getTime() >= SYNC_FRESH_MS;
}

/**
 * Data of one day from two readings of a platform that only tells what the billing month came to so far. A lower
 * reading means that a new month began. The growth goes to the day that most of the time between lies in.
 */
export function usageBetween(
  before: { bytes: number; at: Date } | null,
  reading: { bytes: number; at: Date },
): { day: string; bytes: number } | null {
  if (!before) return null;
  const bytes = reading.bytes >= before.bytes ? reading.bytes - before.bytes : reading.bytes;
  if (bytes === 0) return null;
  const middle = new Date((before.at.getTime() + reading.at.getTime()) / 2);
  return { day: middle.toISOString().slice(0, 10), bytes };
}

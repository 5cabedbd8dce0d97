import { DomainError } from '#server/platform/errors.ts';
import type { NetworkWish, RegistrationStatus } from './contract.ts';

/** A registration as far as decisions go by it. */
export interface RegistrationState {
  wish: 'ACTIVE' | 'DEACTIVATED' | 'DELETED';
  present: 'ABSENT' | 'ACTIVE' | 'DEACTIVATED';
  plan: string;
  /** There is work to do. */
  isDue: boolean;
  hasFailure: boolean;
}

/** Failed is what has a failure and is not tried again. */
export function statusOf(state: RegistrationState | null): RegistrationStatus {
  if (!state) return 'INVENTORY';
  if (state.hasFailure && !state.isDue) return 'FAILED';
  switch (state.wish) {
    case 'DELETED':
      return 'PENDING_DELETE';
    case 'ACTIVE':
      if (state.present === 'ABSENT') return 'PENDING_CREATE';
      if (state.present === 'DEACTIVATED') return 'PENDING_REACTIVATE';
      return state.isDue ? 'PENDING_UPDATE' : 'ACTIVE';
    case 'DEACTIVATED':
      if (state.present === 'ACTIVE') return 'PENDING_DEACTIVATE';
      return state.isDue ? 'PENDING_UPDATE' : 'DEACTIVATED';
  }
}

export type Task = 'create' | 'reactivate' | 'deactivate' | 'update' | 'remove';

/** What has to be asked of the server so that what is there becomes what is wished. */
export function taskOf({ wish, present }: Pick<RegistrationState, 'wish' | 'present'>): Task {
  if (wish === 'DELETED') return 'remove';
  if (present === 'ABSENT') return wish === 'ACTIVE' ? 'create' : 'deactivate';
  if (present === wish) return 'update';
  return wish === 'ACTIVE' ? 'reactivate' : 'deactivate';
}

/** What is there once the task is done. */
export function presentAfter(task: Task, wish: RegistrationState['wish']): RegistrationState['present'] {
  if (task === 'remove') return 'ABSENT';
  return wish === 'DEACTIVATED' ? 'DEACTIVATED' : 'ACTIVE';
}

export type Decision =
  | { kind: 'refused'; refusal: DomainError }
  | { kind: 'unchanged' }
  | { kind: 'wished'; wish: RegistrationState['wish']; plan: string };

const refused = (code: string): Decision => ({
  kind: 'refused',
  refusal: new DomainError(`lora-registrations.${code}`, 'conflict'),
});

/** What a wish means for a device that is registered already. */
export function decideWish(state: RegistrationState, wish: NetworkWish): Decision {
  const isFailed = state.hasFailure && !state.isDue;
  const again = (next: RegistrationState['wish'], plan = state.plan): Decision =>
    state.wish === next && state.plan === plan && !isFailed
      ? { kind: 'unchanged' }
      : { kind: 'wished', wish: next, plan };
  switch (wish.kind) {
    case 'register':
      return again('ACTIVE', wish.plan);
    case 'reactivate':
      return state.wish === 'DELETED' ? refused('leaving') : again('ACTIVE');
    case 'deactivate':
      if (state.wish === 'DELETED') return refused('leaving');
      return state.present === 'ABSENT' ? refused('not-active') : again('DEACTIVATED');
    case 'change-plan':
      return state.wish === 'DELETED' ? refused('leaving') : again(state.wish, wish.plan);
    case 'deregister':
      return again('DELETED');
    case 'retry':
      return state.hasFailure || state.isDue
        ? { kind: 'wished', wish: state.wish, plan: state.plan }
        : { kind: 'unchanged' };
  }
}

/** Seconds until the next attempt; the last one is repeated. */
const BACKOFF_SECONDS = [5, 15, 60, 300, 900, 1800, 3600];
const GIVE_UP_AFTER_MS = 24 * 3600_000;

/**
 * When to try again after a passing failure, spread by ±20 % so that thousands do not come back at once; null when the
 * wish is a day old: then somebody must see it.
 */
export function nextAttemptAt(attempts: number, wishedAt: Date, now: Date, random: number): Date | null {
  if (now.getTime() - wishedAt.getTime() > GIVE_UP_AFTER_MS) return null;
  const step = Math.min(Math.max(attempts, 1), BACKOFF_SECONDS.length) - 1;
  const seconds = BACKOFF_SECONDS[step] as number;
  return new Date(now.getTime() + seconds * 1000 * (0.8 + 0.4 * random));
}

const PAUSE_SECONDS = [2, 5, 15, 30, 60];

/** How long a network server that gave no answer several times in a row is left alone. */
export function pauseMs(failuresInARow: number): number {
  const step = Math.min(Math.max(failuresInARow, 1), PAUSE_SECONDS.length) - 1;
  return (PAUSE_SECONDS[step] as number) * 1000;
}

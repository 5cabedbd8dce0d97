import type { BreakerState, Permission } from './contract.ts';

/** So many failures in a row, of whatever messages, say that the destination is the trouble. */
export const OPEN_AFTER = 10;
export const PROBE_EVERY_MS = 60_000;
export const SUSPEND_AFTER_MS = 5 * 24 * 3_600_000;

/** A paused or suspended destination keeps its messages waiting until somebody starts it again. */
export function permission(state: BreakerState, now: Date): Permission {
  if (state.status !== 'active') return 'wait';
  if (state.failuresInARow < OPEN_AFTER) return 'send';
  return state.breakerUntil === null || state.breakerUntil <= now ? 'probe' : 'wait';
}

/** Called when a probe leaves, so that no second one does within the minute, whatever comes of it. */
export function probeStarted(state: BreakerState, now: Date): BreakerState {
  return { ...state, breakerUntil: new Date(now.getTime() + PROBE_EVERY_MS) };
}

/** One success says all is well: the breaker closes. What a user paused or the platform suspended stays so. */
export function afterSuccess(state: BreakerState): BreakerState {
  if (state.failuresInARow === 0 && state.failingSince === null && state.breakerUntil === null) return state;
  return { ...state, failuresInARow: 0, failingSince: null, breakerUntil: null };
}

export function afterFailure(state: BreakerState, now: Date): BreakerState {
  const failuresInARow = state.failuresInARow + 1;
  const failingSince = state.failingSince ?? now;
  const open = failuresInARow >= OPEN_AFTER;
  const lasting = open && now.getTime() - failingSince.getTime() >= SUSPEND_AFTER_MS;
  return {
    status: lasting && state.status === 'active' ? 'suspended' : state.status,
    failuresInARow,
    failingSince,
    breakerUntil: open ? new Date(now.getTime() + PROBE_EVERY_MS) : null,
  };
}

/** 410: the receiver asks not to be called again. */
export function afterGone(state: BreakerState, now: Date): BreakerState {
  const failed = afterFailure(state, now);
  return { ...failed, status: failed.status === 'active' ? 'suspended' : failed.status };
}

/** A user starts a paused or suspended destination: the past does not count. */
export function resumed(state: BreakerState): BreakerState {
  return { ...afterSuccess(state), status: 'active' };
}

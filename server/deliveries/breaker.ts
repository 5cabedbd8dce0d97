import type { BreakerState, Judgement, Permission } from './contract.ts';

// design/reliability.md §5.3. A destination's row keeps the state: open is failing since and waiting until a moment;
// with a moment and no failing since, what is sent grows step by step until then.

/** So many failures in a row, of whatever messages, say that the destination is the trouble. */
export const OPEN_AFTER = 10;
/** As does a receiver that fails half the time: so many of the last so many. */
const RECENT = 20;
const OPEN_AT_FAILED = 10;
export const PROBE_EVERY_MS = 60_000;
export const SUSPEND_AFTER_MS = 5 * 24 * 3_600_000;
/** A receiver that is back is not met with all that waits for it: messages a second, each for a step. */
const RAMP_PER_SECOND = [1, 2, 5, 10, 20, 50] as const;
const RAMP_STEP_MS = 5_000;
const RAMP_MS = RAMP_PER_SECOND.length * RAMP_STEP_MS;

/** How the last attempts ended, newest in the lowest bit, 1 for a failure. Of one process; it says enough in a moment. */
export interface Recent {
  bits: number;
  count: number;
}

export const NOTHING_RECENT: Recent = { bits: 0, count: 0 };

/** A refusal is the message's trouble as long as others get through: it counts neither way. */
export function noted(recent: Recent, judgement: Judgement): Recent {
  if (judgement === 'permanent') return recent;
  const bit = judgement === 'delivered' ? 0 : 1;
  const bits = ((recent.bits << 1) | bit) & (2 ** RECENT - 1);
  return { bits, count: Math.min(RECENT, recent.count + 1) };
}

function failsHalfTheTime({ bits, count }: Recent): boolean {
  let failed = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) failed++;
  return count >= RECENT && failed >= OPEN_AT_FAILED;
}

export function isOpen(state: BreakerState): boolean {
  return state.failingSince !== null && state.breakerUntil !== null;
}

function isRamping({ failingSince, breakerUntil }: BreakerState, now: Date): boolean {
  return failingSince === null && breakerUntil !== null && breakerUntil > now;
}

/** A paused or suspended destination keeps its messages waiting until somebody starts it again. */
export function permission(state: BreakerState, now: Date): Permission {
  if (state.status !== 'active') return 'wait';
  if (isRamping(state, now)) return 'ramp';
  if (!isOpen(state)) return 'send';
  return state.breakerUntil === null || state.breakerUntil <= now ? 'probe' : 'wait';
}

/** While it ramps: how many may have been sent by now since it began, the first at once. */
export function rampAllowance({ breakerUntil }: BreakerState, now: Date): number {
  const passed = now.getTime() - ((breakerUntil?.getTime() ?? 0) - RAMP_MS);
  const steps = RAMP_PER_SECOND.map((perSecond, n) => {
    const within = Math.min(Math.max(passed - n * RAMP_STEP_MS, 0), RAMP_STEP_MS);
    return (perSecond * within) / 1000;
  });
  return 1 + Math.floor(steps.reduce((sum, one) => sum + one, 0));
}

/** Called when a probe leaves, so that no second one does within the minute, whatever comes of it. */
export function probeStarted(state: BreakerState, now: Date): BreakerState {
  return { ...state, breakerUntil: new Date(now.getTime() + PROBE_EVERY_MS) };
}

/**
 * One success of an open breaker lets messages through again, step by step; otherwise it says that all is well. What a
 * user paused or the platform suspended stays so.
 */
export function afterSuccess(state: BreakerState, now: Date): BreakerState {
  if (isRamping(state, now)) return state;
  if (state.failuresInARow === 0 && state.failingSince === null && state.breakerUntil === null) return state;
  const breakerUntil = isOpen(state) ? new Date(now.getTime() + RAMP_MS) : null;
  return { ...state, failuresInARow: 0, failingSince: null, breakerUntil };
}

/** @param recent with this failure noted */
export function afterFailure(state: BreakerState, now: Date, recent: Recent = NOTHING_RECENT): BreakerState {
  const failuresInARow = state.failuresInARow + 1;
  const failingSince = state.failingSince ?? now;
  const stays = isOpen(state) || isRamping(state, now);
  const open = stays || failuresInARow >= OPEN_AFTER || failsHalfTheTime(recent);
  const lasting = open && now.getTime() - failingSince.getTime() >= SUSPEND_AFTER_MS;
  return {
    status: lasting && state.status === 'active' ? 'suspended' : state.status,
    failuresInARow,
    failingSince,
    breakerUntil: open ? new Date(now.getTime() + PROBE_EVERY_MS) : null,
  };
}

/** 410: the receiver asks not to be called again. */
export function afterGone(state: BreakerState, now: Date, recent?: Recent): BreakerState {
  const failed = afterFailure(state, now, recent);
  return { ...failed, status: failed.status === 'active' ? 'suspended' : failed.status };
}

/** A user starts a paused or suspended destination: the past does not count. */
export function resumed(): BreakerState {
  return { status: 'active', failuresInARow: 0, failingSince: null, breakerUntil: null };
}

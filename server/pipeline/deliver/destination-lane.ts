import {
  afterFailure,
  afterGone,
  afterSuccess,
  isOpen,
  NOTHING_RECENT,
  noted,
  permission,
  probeStarted,
  type Recent,
  rampAllowance,
} from '#server/deliveries/breaker.ts';
import type { AttemptOutcome, BreakerState } from '#server/deliveries/contract.ts';
import { judge, nextAttempt } from '#server/deliveries/rules.ts';
import type { FlowRoute, RoutedDestination } from '../decode/topology.ts';
import { DeviceQueues } from './device-queues.ts';
import type { DeliveryItem } from './item.ts';

/** At work at once towards one destination. */
export const CONCURRENCY = 16;
/** Rows in memory; what is more stays in the table until there is room. */
export const HELD = 2_000;
/** As many while nothing may be sent: a thousand dead destinations must not fill the memory. */
const HELD_WAITING = 50;
/** One device's share: a receiver that refuses one device must not crowd the others out. */
export const HELD_OF_DEVICE = 100;

export const CLOSED: BreakerState = {
  status: 'active',
  failuresInARow: 0,
  failingSince: null,
  breakerUntil: null,
};

export interface LaneResult {
  item: DeliveryItem;
  outcome: AttemptOutcome;
  state: 'delivered' | 'failed' | 'cancelled' | 'retry';
}

/** One destination's messages and its breaker. Decides; sends nothing itself. */
export class DestinationLane {
  readonly id: string;
  readonly customerId: string;
  readonly queues = new DeviceQueues();
  /** undefined: not loaded yet. null: deleted. */
  destination: RoutedDestination | null | undefined = undefined;
  flows: ReadonlyMap<string, FlowRoute> = new Map();
  breaker: BreakerState = CLOSED;
  breakerUnsaved = false;
  lastError: string | null = null;
  inFlight = 0;
  /** The table has rows for us that are not in memory. */
  overflow = false;
  /** Devices with more rows in the table than their share. */
  readonly fullDevices = new Set<string>();
  /** Rows were turned away since the last reading began. */
  missed = false;
  reading = false;
  /** Counts `letGo`: what a reading that began before it brings is out of date. */
  letGoes = 0;
  #recent: Recent = NOTHING_RECENT;
  /** Sent since the breaker began to let messages through again. */
  #ramped = 0;
  /** When the breaker closed: what failed before it need not wait out its pause. */
  #recoveredAt = 0;
  /** Sent before they were due, to find out whether the receiver is back. */
  #probes = new Set<DeliveryItem>();

  constructor(id: string, customerId: string) {
    this.id = id;
    this.customerId = customerId;
  }

  get isIdle(): boolean {
    return this.queues.size === 0 && this.inFlight === 0 && !this.overflow && this.fullDevices.size === 0;
  }

  room(now: Date): number {
    const allowed = permission(this.breaker, now);
    const waits = allowed === 'wait' || allowed === 'probe';
    return (waits ? HELD_WAITING : HELD) - this.queues.size;
  }

  /** Lets go of what is more than may be held now; the first rows stay, so that order is kept when they are read again. */
  trim(now: Date): void {
    const surplus = -this.room(now);
    if (surplus <= 0) return;
    const cutoff = this.queues.ids().sort((a, b) => a - b)[this.queues.size - surplus - 1] ?? 0;
    if (this.queues.forget(({ id }) => id > cutoff, now.getTime()) > 0) this.overflow = true;
  }

  /** The table may have older rows for us than what is offered next: it is read first. */
  mistrust(): void {
    this.overflow = true;
    this.missed = true;
  }

  /** Rows of ours were taken out of the table: what is held may be gone, and is read again. */
  letGo(now: Date): void {
    this.queues.forget(() => true, now.getTime());
    this.fullDevices.clear();
    this.overflow = true;
    this.missed = true;
    this.letGoes++;
  }

  /** The destination is gone: its messages have no way to go. */
  cancelAll(now: Date): LaneResult[] {
    const results: LaneResult[] = [];
    this.queues.wakeDue(Number.POSITIVE_INFINITY);
    for (let item = this.queues.take(); item; item = this.queues.take()) {
      const outcome = { at: now.toISOString(), durationMs: 0, error: 'destinations.deleted' };
      item.attemptLog.push(outcome);
      this.queues.done(item, Number.POSITIVE_INFINITY);
      results.push({ item, outcome, state: 'cancelled' });
    }
    return results;
  }

  /** A row that was just recorded; it stays in the table alone where there is no room. */
  offer(item: DeliveryItem, now: Date): void {
    if (this.overflow || this.reading || this.room(now) <= 0) {
      this.overflow = true;
      this.missed = true;
    } else this.hold(item, now);
  }

  /** A row read from the table, or offered. */
  hold(item: DeliveryItem, now: Date): void {
    if (this.fullDevices.has(item.deviceId)) return;
    this.#hurry(item, now.getTime());
    if (this.queues.countOf(item.deviceId) >= HELD_OF_DEVICE) this.fullDevices.add(item.deviceId);
    else this.queues.push(item, now.getTime());
  }

  /** The next message that may go now, or null. */
  next(now: Date): DeliveryItem | null {
    if (!this.destination) return null;
    const allowed = permission(this.breaker, now);
    if (allowed === 'wait' || this.inFlight >= (allowed === 'probe' ? 1 : CONCURRENCY)) return null;
    if (allowed === 'ramp' && this.#ramped >= rampAllowance(this.breaker, now)) return null;
    if (allowed === 'probe') this.queues.hurryOne();
    const item = this.queues.take();
    if (!item) return null;
    this.inFlight++;
    if (allowed === 'ramp') this.#ramped++;
    if (allowed === 'probe') this.#breaker(probeStarted(this.breaker, now));
    if (item.nextAt > now.getTime()) this.#probes.add(item);
    return item;
  }

  /**
   * What an attempt came to: the breaker's next state, and whether the message is final. null for a probe ahead of
   * its time that failed: it says something of the receiver and nothing of the message, whose tries are not used up.
   */
  settle(item: DeliveryItem, outcome: AttemptOutcome, now: Date, random: number): LaneResult | null {
    this.inFlight--;
    const judgement = judge(outcome);
    this.#judge(outcome, now);
    if (this.#probes.delete(item) && judgement === 'retry') {
      this.queues.again(item, now.getTime());
      return null;
    }
    item.attempts++;
    item.attemptLog.push(outcome);
    const since = new Date(item.attemptLog[0]?.at ?? now);
    const step = nextAttempt({ attempt: item.attempts, outcome, now, random, since });
    if (step.kind === 'final') {
      this.queues.done(item, now.getTime());
      // The device's share is used up: its next rows come from the table.
      if (this.queues.countOf(item.deviceId) === 0 && this.fullDevices.delete(item.deviceId))
        this.overflow = true;
      return { item, outcome, state: step.state };
    }
    item.nextAt = step.at.getTime();
    this.queues.again(item, now.getTime());
    return { item, outcome, state: 'retry' };
  }

  #recovered(now: number): void {
    this.#recoveredAt = now;
    this.#recent = NOTHING_RECENT;
    this.#ramped = 0;
    for (const item of this.queues.items()) this.#hurry(item, now);
    this.queues.wakeDue(now);
  }

  #hurry(item: DeliveryItem, now: number): void {
    const last = item.attemptLog.at(-1);
    if (item.nextAt > now && last && Date.parse(last.at) <= this.#recoveredAt) item.nextAt = now;
  }

  #judge(outcome: AttemptOutcome, now: Date): void {
    const judgement = judge(outcome);
    this.#recent = noted(this.#recent, judgement);
    if (judgement === 'delivered') {
      const wasOpen = isOpen(this.breaker);
      this.#breaker(afterSuccess(this.breaker, now));
      if (wasOpen) this.#recovered(now.getTime());
      return;
    }
    this.lastError = outcome.message ?? outcome.error ?? `HTTP ${outcome.status}`;
    const failed = judgement === 'gone' ? afterGone : afterFailure;
    this.#breaker(failed(this.breaker, now, this.#recent));
  }

  #breaker(state: BreakerState): void {
    if (state === this.breaker) return;
    this.breaker = state;
    this.breakerUnsaved = true;
  }
}

import type { DestinationLane } from './destination-lane.ts';

/** A customer with many destinations must not have all the sockets. */
const SOCKETS_OF_CUSTOMER = 128;

/** Shares a customer's sockets among its destinations: whoever waited longest for one goes first. */
export class CustomerSockets {
  #used = new Map<string, number>();
  #waiting = new Map<string, Set<DestinationLane>>();
  #inUse = 0;

  get inUse(): number {
    return this.#inUse;
  }

  isFull(customerId: string): boolean {
    return (this.#used.get(customerId) ?? 0) >= SOCKETS_OF_CUSTOMER;
  }

  take(customerId: string): void {
    this.#count(customerId, 1);
  }

  giveBack(customerId: string): void {
    this.#count(customerId, -1);
  }

  /** The lane could send if its customer had a socket left. */
  wait(lane: DestinationLane): void {
    const waiting = this.#waiting.get(lane.customerId);
    if (waiting) waiting.add(lane);
    else this.#waiting.set(lane.customerId, new Set([lane]));
  }

  stopWaiting(lane: DestinationLane): void {
    const waiting = this.#waiting.get(lane.customerId);
    if (waiting?.delete(lane) && waiting.size === 0) this.#waiting.delete(lane.customerId);
  }

  /** Whose turn it is for the socket that this lane gave back; if another's, the lane waits behind it. */
  next(lane: DestinationLane): DestinationLane {
    const [first] = this.#waiting.get(lane.customerId) ?? [];
    if (!first || first === lane) return lane;
    this.stopWaiting(first);
    if (lane.queues.hasReady) this.wait(lane);
    return first;
  }

  #count(customerId: string, by: 1 | -1): void {
    this.#inUse += by;
    const used = (this.#used.get(customerId) ?? 0) + by;
    if (used > 0) this.#used.set(customerId, used);
    else this.#used.delete(customerId);
  }
}

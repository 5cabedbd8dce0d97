import type { DeliveryItem } from './item.ts';

interface DeviceQueue {
  deviceId: string;
  items: DeliveryItem[];
  inFlight: boolean;
}

/**
 * A destination's messages in memory, in order per device. A device whose first message waits for its next attempt
 * waits with all its later ones; other devices go on. Devices take turns.
 */
export class DeviceQueues {
  readonly #devices = new Map<string, DeviceQueue>();
  readonly #ready = new Set<DeviceQueue>();
  readonly #delayed = new Set<DeviceQueue>();
  readonly #ids = new Set<number>();

  get size(): number {
    return this.#ids.size;
  }

  get hasReady(): boolean {
    return this.#ready.size > 0;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  ids(): number[] {
    return [...this.#ids];
  }

  *items(): Generator<DeliveryItem> {
    for (const { items } of this.#devices.values()) yield* items;
  }

  countOf(deviceId: string): number {
    return this.#devices.get(deviceId)?.items.length ?? 0;
  }

  push(item: DeliveryItem, now: number): void {
    if (this.#ids.has(item.id)) return;
    this.#ids.add(item.id);
    let queue = this.#devices.get(item.deviceId);
    if (!queue) {
      queue = { deviceId: item.deviceId, items: [], inFlight: false };
      this.#devices.set(item.deviceId, queue);
    }
    queue.items.push(item);
    if (queue.items.length === 1) this.#place(queue, now);
  }

  /** The next device's first message; it is at work until `done` or `again` is called. */
  take(): DeliveryItem | null {
    for (const queue of this.#ready) {
      this.#ready.delete(queue);
      const [item] = queue.items;
      if (!item) continue;
      queue.inFlight = true;
      return item;
    }
    return null;
  }

  /** The message is final: the device's next one may go. */
  done(item: DeliveryItem, now: number): void {
    const queue = this.#devices.get(item.deviceId);
    if (!queue) return;
    queue.inFlight = false;
    const at = queue.items.indexOf(item);
    if (at >= 0) queue.items.splice(at, 1);
    this.#ids.delete(item.id);
    this.#place(queue, now);
  }

  /** The message will be tried again at its `nextAt`. */
  again(item: DeliveryItem, now: number): void {
    const queue = this.#devices.get(item.deviceId);
    if (!queue) return;
    queue.inFlight = false;
    this.#place(queue, now);
  }

  /** Makes ready what has waited long enough. */
  wakeDue(now: number): void {
    for (const queue of this.#delayed) if ((queue.items[0]?.nextAt ?? 0) <= now) this.#place(queue, now);
  }

  /** For a probe: whatever is first, due or not. */
  hurryOne(): void {
    if (this.#ready.size > 0) return;
    let first: DeviceQueue | null = null;
    for (const queue of this.#delayed) {
      if (!first || (queue.items[0]?.nextAt ?? 0) < (first.items[0]?.nextAt ?? 0)) first = queue;
    }
    if (!first) return;
    this.#delayed.delete(first);
    this.#ready.add(first);
  }

  /** Forgets what is not at work and matches; the rows are in the table. */
  forget(matches: (item: DeliveryItem) => boolean, now: number): number {
    let forgotten = 0;
    for (const queue of this.#devices.values()) {
      const kept = queue.items.filter((item, index) => (index === 0 && queue.inFlight) || !matches(item));
      if (kept.length === queue.items.length) continue;
      for (const item of queue.items) if (!kept.includes(item)) this.#ids.delete(item.id);
      forgotten += queue.items.length - kept.length;
      queue.items = kept;
      if (!queue.inFlight) this.#place(queue, now);
    }
    return forgotten;
  }

  #place(queue: DeviceQueue, now: number): void {
    this.#ready.delete(queue);
    this.#delayed.delete(queue);
    const [first] = queue.items;
    if (!first) this.#devices.delete(queue.deviceId);
    else if (queue.inFlight) return;
    else if (first.nextAt <= now) this.#ready.add(queue);
    else this.#delayed.add(queue);
  }
}

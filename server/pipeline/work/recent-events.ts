import type { LoraEvent } from '#server/protocols/lorawan/event.ts';

export interface RecentEvent {
  kind: string;
  event: LoraEvent;
}

/** Events that this process has just stored: the worker need not read them back. Bounded; what falls out is read. */
export class RecentEvents {
  readonly #max: number;
  #events = new Map<number, RecentEvent>();

  constructor(max = 20_000) {
    this.#max = max;
  }

  put(id: number, event: RecentEvent): void {
    this.#events.set(id, event);
    if (this.#events.size <= this.#max) return;
    const oldest = this.#events.keys().next();
    if (!oldest.done) this.#events.delete(oldest.value);
  }

  get(id: number): RecentEvent | undefined {
    return this.#events.get(id);
  }

  forget(id: number): void {
    this.#events.delete(id);
  }
}

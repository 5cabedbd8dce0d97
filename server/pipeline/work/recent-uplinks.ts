import type { QueuedUplink } from '../decode/uplink.ts';

/** Uplinks that this process has just stored: the worker need not read them back. Bounded; what falls out is read. */
export class RecentUplinks {
  readonly #max: number;
  #uplinks = new Map<number, QueuedUplink>();

  constructor(max = 20_000) {
    this.#max = max;
  }

  put(uplink: QueuedUplink): void {
    this.#uplinks.set(uplink.id, uplink);
    if (this.#uplinks.size <= this.#max) return;
    const oldest = this.#uplinks.keys().next();
    if (!oldest.done) this.#uplinks.delete(oldest.value);
  }

  get(id: number): QueuedUplink | undefined {
    return this.#uplinks.get(id);
  }

  forget(id: number): void {
    this.#uplinks.delete(id);
  }
}

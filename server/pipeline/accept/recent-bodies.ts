/** The same bytes without a time of their own, so soon again, are the same message: its answer was lost on the way. */
const SAME_WITHIN_MS = 10_000;
const MAX_KEPT = 20_000;

/** When messages that tell no time were first heard, which is what makes them different from the next ones. */
export class RecentBodies {
  #heard = new Map<string, number>();

  /** The moment that stands for these bytes of this device. */
  heardAt(key: string, now: number): number {
    const first = this.#heard.get(key);
    if (first !== undefined && now - first < SAME_WITHIN_MS) return first;
    this.#heard.delete(key);
    this.#heard.set(key, now);
    if (this.#heard.size > MAX_KEPT) {
      const oldest = this.#heard.keys().next();
      if (!oldest.done) this.#heard.delete(oldest.value);
    }
    return now;
  }
}

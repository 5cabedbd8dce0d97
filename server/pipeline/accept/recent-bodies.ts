/** The same bytes without a time of their own, so soon again, are the same message: its answer was lost on the way. */
const SAME_WITHIN_MS = 10_000;
const MAX_KEPT = 20_000;

/** When messages that tell no time were first heard, which is what makes them different from the next ones. */
export class RecentBodies {
  #heard = new Map<string, number>();

  /**
   * The moment that stands for these bytes of this device.
   * @param isRepeated what the sender says of it (the DUP flag of MQTT); `guess` where it says nothing
   */
  moment(key: string, now: number, isRepeated: boolean | 'guess'): number {
    const first = this.#heard.get(key);
    if (first !== undefined && (isRepeated === 'guess' ? now - first < SAME_WITHIN_MS : isRepeated))
      return first;
    // Two that are said to be two may come within one millisecond.
    const moment = first === undefined || isRepeated === 'guess' ? now : Math.max(now, first + 1);
    this.#heard.delete(key);
    this.#heard.set(key, moment);
    if (this.#heard.size > MAX_KEPT) {
      const oldest = this.#heard.keys().next();
      if (!oldest.done) this.#heard.delete(oldest.value);
    }
    return moment;
  }
}

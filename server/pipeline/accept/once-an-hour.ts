const HOUR_MS = 3_600_000;

/** Whether something was not told yet in this hour; after so many things the rest of the hour is silent, whoever floods. */
export class OnceAnHour {
  readonly #most: number;
  #hour = 0;
  #told = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  isNew(what: string, at: Date): boolean {
    const hour = Math.floor(at.getTime() / HOUR_MS);
    if (hour !== this.#hour) this.#told = new Set();
    this.#hour = hour;
    if (this.#told.has(what) || this.#told.size >= this.#most) return false;
    this.#told.add(what);
    return true;
  }
}

interface Waiting {
  isStored: boolean;
  acknowledge(): void;
}

export interface Incoming {
  /** Whose message it is: those of one are stored one after the other. */
  sender: string;
  /** Resolves once it is committed, or can never be stored; rejects when it cannot be stored now. */
  store(): Promise<void>;
  acknowledge(): void;
}

/**
 * What came over one connection and is being stored: many senders' messages at a time, and of one sender the next begins
 * when the one before is committed. Acknowledged in the order of their coming (MQTT 5 §4.6). After one that cannot be
 * stored nothing is acknowledged or begun any more: the sender of all sends those again, in order, over its next connection.
 */
export class AckWindow {
  readonly #most: number;
  readonly #broken: (error: unknown) => void;
  #isBroken = false;
  #waiting: Waiting[] = [];
  #lastOf = new Map<string, Promise<void>>();
  #whenRoom: (() => void) | null = null;
  #whenIdle: (() => void)[] = [];

  constructor({ most, broken }: { most: number; broken(error: unknown): void }) {
    this.#most = most;
    this.#broken = broken;
  }

  /** `goOn` is called when there is room for the next. */
  add({ sender, store, acknowledge }: Incoming, goOn: () => void): void {
    if (this.#isBroken) return;
    const one: Waiting = { isStored: false, acknowledge };
    this.#waiting.push(one);
    const before = this.#lastOf.get(sender) ?? Promise.resolve();
    const work = before.then(() => (this.#isBroken ? undefined : store()));
    const settled = work.then(
      () => this.#stored(one),
      (error) => this.#break(error),
    );
    const last = settled.finally(() => {
      if (this.#lastOf.get(sender) === last) this.#lastOf.delete(sender);
    });
    this.#lastOf.set(sender, last);
    if (this.#waiting.length < this.#most) goOn();
    else this.#whenRoom = goOn;
  }

  /** Resolves when nothing is being stored any more. */
  idle(): Promise<void> {
    if (this.#isBroken || this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #stored(one: Waiting): void {
    one.isStored = true;
    if (this.#isBroken) return;
    while (this.#waiting[0]?.isStored) this.#waiting.shift()?.acknowledge();
    if (this.#waiting.length < this.#most) this.#takeMore();
    if (this.#waiting.length === 0) this.#tellIdle();
  }

  #takeMore(): void {
    const goOn = this.#whenRoom;
    this.#whenRoom = null;
    goOn?.();
  }

  /** The connection is gone: all that is not acknowledged comes again. */
  abandon(): void {
    this.#isBroken = true;
    this.#tellIdle();
  }

  #break(error: unknown): void {
    if (this.#isBroken) return;
    this.abandon();
    this.#broken(error);
  }

  #tellIdle(): void {
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}

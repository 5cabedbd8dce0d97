import type { Listening } from './listening.ts';

/**
 * When a customer's configuration last changed, as a count of changes heard. What was loaded before that is stale.
 * A load notes the count before it begins, so a change during the load makes its result stale too.
 */
export class ConfigurationChanges {
  #count = 0;
  #floor = 0;
  #byCustomer = new Map<string, number>();
  #listeners: ((customerId: string | null) => void)[] = [];

  now(): number {
    return this.#count;
  }

  /** Whether something of this customer, loaded when the count was `loadedAt`, may still be used. */
  isFresh(customerId: string, loadedAt: number): boolean {
    return loadedAt >= this.#floor && loadedAt >= (this.#byCustomer.get(customerId) ?? 0);
  }

  changed(customerId: string): void {
    this.#byCustomer.set(customerId, ++this.#count);
    if (this.#byCustomer.size > 10_000) this.changedAll();
    for (const listener of this.#listeners) listener(customerId);
  }

  /** After a gap in listening anything may have changed. */
  changedAll(): void {
    this.#floor = ++this.#count;
    this.#byCustomer.clear();
    for (const listener of this.#listeners) listener(null);
  }

  onChange(listener: (customerId: string | null) => void): void {
    this.#listeners.push(listener);
  }

  listenOn(listening: Listening): void {
    listening.add(
      'configuration',
      (customerId) => this.changed(customerId),
      () => this.changedAll(),
    );
  }
}

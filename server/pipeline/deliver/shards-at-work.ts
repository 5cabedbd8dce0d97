/** Shards with messages that were sent and whose end is not written yet: they cannot be given up. */
export class ShardsAtWork {
  #messages = new Map<number, number>();

  has(shard: number): boolean {
    return this.#messages.has(shard);
  }

  begin(shard: number): void {
    this.#messages.set(shard, (this.#messages.get(shard) ?? 0) + 1);
  }

  end(shard: number): void {
    const left = (this.#messages.get(shard) ?? 1) - 1;
    if (left > 0) this.#messages.set(shard, left);
    else this.#messages.delete(shard);
  }
}

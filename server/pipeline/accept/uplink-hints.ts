import { log } from '#server/platform/log.ts';
import { notifyUplinks } from './uplink-hints.sql.ts';

const EVERY_MS = 5;

/** Tells the workers of other processes that their shards have something new; a hint, since they also look by themselves. */
export class UplinkHints {
  #shards = new Set<number>();
  #timer: NodeJS.Timeout | null = null;

  stored(shard: number): void {
    this.#shards.add(shard);
    this.#timer ??= setTimeout(() => void this.flush(), EVERY_MS);
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const shards = [...this.#shards];
    if (shards.length === 0) return;
    this.#shards.clear();
    await notifyUplinks(shards).catch((err) => log.warn({ err }, 'workers not told of new uplinks'));
  }
}

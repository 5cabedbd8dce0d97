import { batchSql } from '#server/platform/database.ts';
import type { DeviceChange, DeviceState } from './changes.ts';
import { readDeviceStates } from './record.sql.ts';

const MAX_KNOWN = 10_000;

/**
 * Twins as this process last read or wrote them. Whoever else changes one moves its version, which shows when ours is
 * written: then it is forgotten and read again.
 */
export class DeviceStates {
  #known = new Map<string, DeviceState>();

  async of(deviceIds: ReadonlySet<string>): Promise<ReadonlyMap<string, DeviceState>> {
    const found = new Map<string, DeviceState>();
    const missing: string[] = [];
    for (const id of deviceIds) {
      const state = this.#known.get(id);
      if (state) found.set(id, state);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    for (const [id, state] of await readDeviceStates(batchSql(), missing)) found.set(id, state);
    return found;
  }

  written(changes: readonly DeviceChange[]): void {
    for (const { deviceId, reported, observed, version } of changes) {
      this.#known.delete(deviceId);
      this.#known.set(deviceId, {
        deviceId,
        reported,
        observed: 'lastMessageAt' in observed ? (observed as DeviceState['observed']) : null,
        version: version + 1,
      });
    }
    // The longest unchanged go first.
    for (const id of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(id);
    }
  }

  forget(deviceIds: Iterable<string>): void {
    for (const id of deviceIds) this.#known.delete(id);
  }
}

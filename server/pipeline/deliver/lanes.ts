import { log } from '#server/platform/log.ts';
import type { Topology } from '../decode/topology.ts';
import type { Directory } from '../directory.ts';
import { type BreakerRow, readBreakers } from './deliver.sql.ts';
import { CLOSED, DestinationLane } from './destination-lane.ts';

export interface LanesOptions {
  topologies: Directory<string, Topology>;
  /** What was read of the lane's destination may let it send. */
  refreshed(lane: DestinationLane): void;
}

/** The lanes of the destinations that have something to send, each with its destination and breaker as they stand. */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Map<string, DestinationLane>();

  constructor(options: LanesOptions) {
    this.#options = options;
  }

  [Symbol.iterator](): Iterator<DestinationLane> {
    return this.#lanes.values();
  }

  get size(): number {
    return this.#lanes.size;
  }

  /** Messages in memory. */
  get held(): number {
    let held = 0;
    for (const { queues } of this) held += queues.size;
    return held;
  }

  get(id: string): DestinationLane | undefined {
    return this.#lanes.get(id);
  }

  /** `overflow`: whether the table may have rows for a lane that is only made now. */
  open(id: string, customerId: string, overflow: boolean): DestinationLane {
    let lane = this.#lanes.get(id);
    if (!lane) {
      lane = new DestinationLane(id, customerId);
      lane.overflow = overflow;
      this.#lanes.set(id, lane);
      void this.refresh(lane);
    }
    return lane;
  }

  close(lane: DestinationLane): void {
    this.#lanes.delete(lane.id);
  }

  /** The destination and its breaker as they stand now; our own verdicts that are not written yet come first. */
  async refresh(lane: DestinationLane): Promise<void> {
    const { breaker } = lane;
    try {
      const [topology, breakers] = await Promise.all([
        this.#options.topologies.find(lane.customerId),
        readBreakers([lane.id]),
      ]);
      const stored = breakers.get(lane.id);
      // Gone is what the table says; a destination that only our configuration does not know yet is waited for.
      lane.destination = topology?.destinations.get(lane.id) ?? (stored ? undefined : null);
      lane.flows = topology?.flows ?? new Map();
      if (lane.destination === null) lane.breaker = CLOSED;
      // What came of an attempt while we read is newer than what we read.
      const isNewer = lane.breakerUnsaved || lane.breaker !== breaker;
      if (stored) lane.breaker = isNewer ? { ...lane.breaker, status: stored.status } : stored;
      this.#options.refreshed(lane);
    } catch (err) {
      log.warn({ err, destinationId: lane.id }, 'a destination could not be read');
    }
  }

  /** Breakers that changed since they were last asked for. */
  unsavedBreakers(): (BreakerRow & { suspend: boolean })[] {
    const rows: (BreakerRow & { suspend: boolean })[] = [];
    for (const lane of this) {
      if (!lane.breakerUnsaved) continue;
      lane.breakerUnsaved = false;
      const { status, failuresInARow: f, failingSince: since, breakerUntil: until } = lane.breaker;
      rows.push({ id: lane.id, f, since, until, error: lane.lastError, suspend: status === 'suspended' });
    }
    return rows;
  }
}

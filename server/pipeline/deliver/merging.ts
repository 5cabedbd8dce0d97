import { planMerges } from '#server/destinations/merger-rules.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import { partnersAt, plannedRuns, type RoutedDevice, type Topology } from '../decode/topology.ts';
import type { Directory } from '../directory.ts';
import { fencesOf } from '../fence.sql.ts';
import { deliveriesFinished } from '../metrics.ts';
import type { LiveHints } from '../record/live-hints.ts';
import { dueMerging, type MergingDevice, type MergingRow, readMerging, writeMerging } from './merging.sql.ts';

/** What comes meanwhile is one reading. */
const COLLECT_MS = 10;
/** How late a pack may learn that its time is over. */
const LOOK_EVERY_MS = 500;
const DEVICES_AT_ONCE = 500;

export interface MergingOptions {
  worker: string;
  leases: { tokenOf(shard: number): number | undefined; workable(): number[] };
  topologies: Directory<string, Topology>;
  devices: Directory<string, RoutedDevice>;
  hints: LiveHints;
  clock: Clock;
  /** Deliveries of this destination wait for nobody any more. */
  letGo(destinationId: string, customerId: string): void;
}

/** Joins packs that wait for each other (decision 24). All that it knows stands in the tables; it holds only where to look. */
export class Merging {
  readonly #options: MergingOptions;
  #open = new Map<string, MergingDevice>();
  #running: Promise<void> | null = null;
  #lookedAt = 0;
  /** Whose packs are all to be looked at; null: everybody's. */
  #changed: Set<string> | null = new Set();
  #stopped = false;

  constructor(options: MergingOptions) {
    this.#options = options;
  }

  /** A pack came that waits for its partners, or that they wait for. */
  add({ customerId, destinationId, deviceId }: MergingDevice): void {
    this.#open.set(`${destinationId}${deviceId}`, { customerId, destinationId, deviceId });
    this.#running ??= this.#run(false);
  }

  /** Its configuration changed, so that what waits may have nobody to wait for any more; null: it may be so of anybody's. */
  lookAgain(customerId: string | null): void {
    if (customerId === null) this.#changed = null;
    else this.#changed?.add(customerId);
  }

  tick(): void {
    if (this.#running || this.#stopped || performance.now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#running = this.#run(true);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(isLook: boolean): Promise<void> {
    try {
      if (isLook) await this.#look();
      else await new Promise((resolve) => setTimeout(resolve, COLLECT_MS));
      while (this.#open.size > 0 && !this.#stopped) {
        const devices = [...this.#open.values()].slice(0, DEVICES_AT_ONCE);
        for (const { destinationId, deviceId } of devices) this.#open.delete(`${destinationId}${deviceId}`);
        await this.#merge(devices);
      }
    } catch (err) {
      this.lookAgain(null);
      log.warn({ err }, 'packs that wait for each other could not be joined now');
    } finally {
      this.#running = null;
    }
  }

  async #look(): Promise<void> {
    this.#lookedAt = performance.now();
    const { clock, leases } = this.#options;
    const changed = this.#changed && [...this.#changed];
    this.#changed = new Set();
    const shards = leases.workable();
    for (const due of await dueMerging(clock.now(), { shards, changed }))
      this.#open.set(`${due.destinationId}${due.deviceId}`, due);
  }

  async #merge(devices: MergingDevice[]): Promise<void> {
    const { clock, leases, worker } = this.#options;
    const now = clock.now();
    const rows = await readMerging(devices, { now, shards: leases.workable() });
    const gone = rows.filter(({ isGone }) => isGone);
    const waiting = Map.groupBy(
      rows.filter(({ isGone }) => !isGone),
      ({ destinationId, deviceId }) => `${destinationId}${deviceId}`,
    );
    const plans = await Promise.all([...waiting.values()].map((of) => this.#plan(of, now)));
    const messages = plans.flatMap((plan) => plan.messages);
    const discarded = plans.flatMap((plan) => plan.discarded);
    if (messages.length + discarded.length + gone.length === 0) return;
    const fences = fencesOf(
      rows.map(({ shard }) => shard),
      leases.tokenOf,
    );
    const written = await writeMerging({ worker, fences, messages, discarded, gone, at: now });
    this.#tell(rows, discarded, written);
  }

  async #plan(waiting: MergingRow[], now: Date) {
    const { topologies, devices } = this.#options;
    const [{ customerId, destinationId, deviceId }] = waiting as [MergingRow];
    const [topology, device] = await Promise.all([topologies.find(customerId), devices.find(deviceId)]);
    const merger = topology?.mergers.get(destinationId) ?? null;
    const runs = topology && device ? plannedRuns(device, topology) : [];
    const partners = merger ? partnersAt(destinationId, merger, runs) : new Set<string>();
    return planMerges(waiting, { merger, partners, now });
  }

  #tell(rows: MergingRow[], discarded: MergingRow[], written: ReadonlySet<number>): void {
    const { hints, letGo } = this.#options;
    const dropped = discarded.filter(({ id }) => written.has(id)).length;
    if (dropped > 0) deliveriesFinished.inc({ state: 'discarded' }, dropped);
    const done = rows.filter(({ id }) => written.has(id));
    for (const { customerId, deviceId, destinationId } of done)
      hints.delivery(customerId, deviceId, destinationId);
    for (const [destinationId, [first]] of Map.groupBy(done, (row) => row.destinationId))
      if (first) letGo(destinationId, first.customerId);
  }
}

import type { Clock } from '#server/platform/clock.ts';
import type { RoutedDestination, RoutedDevice, Topology } from '../decode/topology.ts';
import type { Directory } from '../directory.ts';
import { deliveriesFinished, deliveryAttempts, deliverySeconds } from '../metrics.ts';
import type { LiveHints } from '../record/live-hints.ts';
import type { RecordedDelivery } from '../record/record-batch.ts';
import { attempt, type Send } from './attempt.ts';
import { CustomerSockets } from './customer-sockets.ts';
import { type DestinationLane, HELD, type LaneResult } from './destination-lane.ts';
import { type DeliveryItem, itemOf } from './item.ts';
import { Lanes } from './lanes.ts';
import { Merging } from './merging.ts';
import { refill } from './read-items.ts';
import { ResultWriter } from './result-writer.ts';
import { ShardsAtWork } from './shards-at-work.ts';
import { TableSweep } from './table-sweep.ts';

export interface DispatcherOptions {
  worker: string;
  leases: {
    tokenOf(shard: number): number | undefined;
    mayWork(shard: number): boolean;
    workable(): number[];
  };
  topologies: Directory<string, Topology>;
  devices: Directory<string, RoutedDevice>;
  send: Send;
  hints: LiveHints;
  clock: Clock;
  random?: () => number;
}

const TICK_MS = 200;
const BREAKERS_EVERY_MS = 1_000;
/** More results than this not written yet: the database is behind, sending on would only repeat more after a crash. */
const MAX_UNWRITTEN = 5_000;

/** Sends what is recorded, per destination in order of each device; keeps no state that is not in the tables too. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes: Lanes;
  readonly #writer: ResultWriter;
  readonly #shards = new ShardsAtWork();
  readonly #sockets = new CustomerSockets();
  readonly #table = new TableSweep();
  readonly #merging: Merging;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  #lastBreakers = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#lanes = new Lanes({ topologies: options.topologies, refreshed: (lane) => this.#pump(lane) });
    this.#writer = new ResultWriter({
      worker: options.worker,
      tokenOf: options.leases.tokenOf,
      unsavedBreakers: () => this.#lanes.unsavedBreakers(),
      settled: (results, written) => this.#settled(results, written),
    });
    this.#merging = new Merging({
      ...options,
      letGo: (destinationId, customerId) => this.look(destinationId, customerId),
    });
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Deliveries that were just committed, in order. */
  add(deliveries: readonly RecordedDelivery[]): void {
    const now = this.#now();
    const touched = new Set<DestinationLane>();
    for (const delivery of deliveries) {
      if (delivery.isHeld) {
        this.#merging.add(delivery);
        continue;
      }
      const lane = this.#lane(delivery.destinationId, delivery.customerId);
      lane.offer(itemOf(delivery, now), now);
      touched.add(lane);
    }
    for (const lane of touched) this.#pump(lane);
  }

  /** The table has rows for this destination that nobody told us of: a replay, a takeover. */
  look(destinationId: string, customerId: string): void {
    const lane = this.#lane(destinationId, customerId);
    lane.overflow = true;
    this.#pump(lane);
  }

  /** Deliveries of this destination were cancelled by whoever took their way away. */
  lookAgain(destinationId: string): void {
    const lane = this.#lanes.get(destinationId);
    if (!lane) return;
    lane.letGo(this.#now());
    this.#pump(lane);
  }

  /**
   * Rows of this customer may have been committed without our hearing of it: until the table has been read, nothing
   * that comes later may overtake them.
   */
  doubt(customerId: string): void {
    this.#table.doubt(customerId);
    for (const lane of this.#lanes) if (lane.customerId === customerId) lane.mistrust();
    void this.sweep();
  }

  /**
   * Shards are ours from now on. What the worker before us recorded of them and did not deliver is older than what we
   * are about to record: until the table has been read, nothing of it may go out.
   */
  gained(): void {
    this.#table.doubtAll();
    for (const lane of this.#lanes) lane.mistrust();
    this.#merging.lookAgain(null);
    void this.sweep(true);
  }

  /** Looks for rows of every destination, and every few seconds in case a notice got lost. */
  sweep(all = false): Promise<void> {
    return this.#table.run(({ destinationId, customerId }) => {
      if (all || this.#lane(destinationId, customerId).isIdle) this.look(destinationId, customerId);
    });
  }

  /** Shards that are another worker's now: nothing of them may be begun. */
  lost(shards: readonly number[]): void {
    const gone = new Set(shards);
    const now = this.#now().getTime();
    for (const { queues } of this.#lanes) queues.forget(({ shard }) => gone.has(shard), now);
  }

  isBusy(shard: number): boolean {
    return this.#shards.has(shard);
  }

  /** null: anything may have changed. */
  configurationChanged(customerId: string | null): void {
    this.#merging.lookAgain(customerId);
    for (const lane of this.#lanes) {
      if (customerId === null || lane.customerId === customerId) void this.#lanes.refresh(lane);
    }
  }

  /** Messages in memory, and results that are not written yet. */
  get load(): { held: number; inFlight: number; unwritten: number; lanes: number } {
    const { held, size } = this.#lanes;
    return { held, inFlight: this.#sockets.inUse, unwritten: this.#writer.waiting, lanes: size };
  }

  tick(): void {
    if (this.#stopped) return;
    const at = performance.now();
    const now = this.#now();
    if (this.#table.isDue) void this.sweep();
    this.#merging.tick();
    const breakersDue = at - this.#lastBreakers > BREAKERS_EVERY_MS;
    if (breakersDue) this.#lastBreakers = at;
    for (const lane of this.#lanes) {
      if (lane.isIdle && !lane.breakerUnsaved) {
        this.#lanes.close(lane);
        this.#sockets.stopWaiting(lane);
        continue;
      }
      lane.queues.wakeDue(now.getTime());
      if (lane.destination === undefined || (breakersDue && lane.breaker.failuresInARow > 0))
        void this.#lanes.refresh(lane);
      lane.trim(now);
      this.#pump(lane);
    }
  }

  /** Begins nothing new, waits for what is under way, writes what came of it. */
  async stop(waitMs: number): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    const end = performance.now() + waitMs;
    while (this.#sockets.inUse > 0 && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await this.#writer.stop(Math.max(500, end - performance.now()));
    await this.#merging.stop();
    await this.#table.ended();
  }

  #now(): Date {
    return this.#options.clock.now();
  }

  #lane(id: string, customerId: string): DestinationLane {
    return this.#lanes.open(id, customerId, this.#table.isDoubted(customerId));
  }

  #pump(lane: DestinationLane): void {
    if (this.#stopped || lane.destination === undefined) return;
    const now = this.#now();
    if (lane.destination === null) {
      for (const result of lane.cancelAll(now)) this.#result(result);
    }
    this.#sockets.stopWaiting(lane);
    while (this.#writer.waiting <= MAX_UNWRITTEN) {
      if (this.#sockets.isFull(lane.customerId)) {
        if (lane.queues.hasReady) this.#sockets.wait(lane);
        break;
      }
      const item = lane.next(now);
      if (!item) break;
      if (!this.#options.leases.mayWork(item.shard)) {
        lane.inFlight--;
        lane.queues.again(item, now.getTime());
        break;
      }
      void this.#attempt(lane, item, lane.destination as RoutedDestination);
    }
    if (lane.overflow && !lane.reading && lane.queues.size < HELD / 4 && lane.room(now) > 0)
      void this.#read(lane);
  }

  async #attempt(lane: DestinationLane, item: DeliveryItem, destination: RoutedDestination): Promise<void> {
    this.#shards.begin(item.shard);
    this.#sockets.take(item.customerId);
    const projectId = lane.flows.get(item.flowId)?.projectId ?? '';
    const outcome = await attempt(this.#options.send, item, { destination, projectId, now: this.#now() });
    this.#sockets.giveBack(item.customerId);
    const now = this.#now();
    const result = lane.settle(item, outcome, now, (this.#options.random ?? Math.random)());
    deliveryAttempts.inc({ outcome: result?.state ?? 'probe' });
    if (result?.state === 'delivered' && item.attempts === 1) {
      deliverySeconds.observe((now.getTime() - item.receivedAt.getTime()) / 1000);
    }
    if (result) this.#result(result);
    else {
      this.#shards.end(item.shard);
      this.#writer.touch();
    }
    this.#pump(this.#sockets.next(lane));
  }

  async #read(lane: DestinationLane): Promise<void> {
    const { leases, devices } = this.#options;
    await refill(lane, this.#now(), { leases, devices, unwritten: this.#writer.unwrittenOf(lane.id) });
    if (lane.queues.hasReady || lane.overflow) setImmediate(() => this.#pump(lane));
  }

  #result(result: LaneResult): void {
    if (result.state !== 'retry') deliveriesFinished.inc({ state: result.state });
    this.#writer.add(result);
  }

  #settled(results: readonly LaneResult[], written: ReadonlySet<number>): void {
    for (const { item, state } of results) {
      if (state !== 'cancelled') this.#shards.end(item.shard);
      if (state === 'retry' && !written.has(item.id)) this.#forget(item);
      if (written.has(item.id))
        this.#options.hints.delivery(item.customerId, item.deviceId, item.destinationId);
    }
  }

  /** Its row is gone, or another worker's: whatever comes of it is not ours to say. */
  #forget(item: DeliveryItem): void {
    const queues = this.#lanes.get(item.destinationId)?.queues;
    queues?.forget(({ id }) => id === item.id, this.#now().getTime());
  }
}

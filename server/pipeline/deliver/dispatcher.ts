import type { AttemptOutcome } from '#server/deliveries/contract.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { RoutedDestination, RoutedDevice, Topology } from '../decode/topology.ts';
import type { Directory } from '../directory.ts';
import { deliveriesFinished, deliveryAttempts, deliverySeconds } from '../metrics.ts';
import type { LiveHints } from '../record/live-hints.ts';
import type { RecordedDelivery } from '../record/record-batch.ts';
import { CustomerSockets } from './customer-sockets.ts';
import { waitingDestinations } from './deliver.sql.ts';
import { type DestinationLane, HELD, type LaneResult } from './destination-lane.ts';
import { type DeliveryItem, messageBody } from './item.ts';
import { Lanes } from './lanes.ts';
import { readItems } from './read-items.ts';
import { ResultWriter } from './result-writer.ts';
import { ShardsAtWork } from './shards-at-work.ts';

/** One attempt. Answers with whatever came of it; never rejects for the receiver's sake. */
export type Send = (
  item: DeliveryItem,
  destination: RoutedDestination,
  projectId: string,
) => Promise<AttemptOutcome>;

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
const SWEEP_EVERY_MS = 5_000;
/** More results than this not written yet: the database is behind, sending on would only repeat more after a crash. */
const MAX_UNWRITTEN = 5_000;

/** Sends what is recorded, per destination in order of each device; keeps no state that is not in the tables too. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes: Lanes;
  readonly #writer: ResultWriter;
  readonly #shards = new ShardsAtWork();
  readonly #sockets = new CustomerSockets();
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  #lastSweep = 0;
  #lastBreakers = 0;
  #sweeping: Promise<void> = Promise.resolve();
  #doubted = new Set<string>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#lanes = new Lanes({ topologies: options.topologies, refreshed: (lane) => this.#pump(lane) });
    this.#writer = new ResultWriter({
      worker: options.worker,
      tokenOf: options.leases.tokenOf,
      unsavedBreakers: () => this.#lanes.unsavedBreakers(),
      settled: (results, written) => this.#settled(results, written),
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
    this.#doubted.add(customerId);
    for (const lane of this.#lanes) {
      if (lane.customerId !== customerId) continue;
      lane.overflow = true;
      lane.missed = true;
    }
    void this.sweep();
  }

  /** Looks for rows of every destination: after a takeover, and every few seconds in case a notice got lost. */
  sweep(all = false): Promise<void> {
    this.#lastSweep = performance.now();
    this.#sweeping = this.#sweeping
      .then(async () => {
        const doubted = [...this.#doubted];
        for (const { destinationId, customerId } of await waitingDestinations()) {
          if (all || this.#lane(destinationId, customerId).isIdle) this.look(destinationId, customerId);
        }
        for (const customerId of doubted) this.#doubted.delete(customerId);
      })
      .catch((err) => log.warn({ err }, 'waiting deliveries could not be looked for'));
    return this.#sweeping;
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
    if (at - this.#lastSweep > SWEEP_EVERY_MS) void this.sweep();
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
    await this.#sweeping;
  }

  #now(): Date {
    return this.#options.clock.now();
  }

  #lane(id: string, customerId: string): DestinationLane {
    return this.#lanes.open(id, customerId, this.#doubted.has(customerId));
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
    const outcome = await this.#send(item, destination, lane.flows.get(item.flowId)?.projectId ?? '');
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

  async #send(
    item: DeliveryItem,
    destination: RoutedDestination,
    projectId: string,
  ): Promise<AttemptOutcome> {
    const at = this.#now().toISOString();
    const fault = (error: string, message: string) => ({ at, durationMs: 0, error, message });
    if (item.body === null) return fault('destinations.pack-gone', 'Its records are past their retention');
    if (destination.secrets === null)
      return fault('outgoing.secrets-unreadable', 'The secrets cannot be opened');
    try {
      return await this.#options.send(item, destination, projectId);
    } catch (err) {
      log.error({ err, destinationId: destination.id, deliveryId: item.id }, 'a driver failed');
      return fault('outgoing.failed', 'The message could not be sent');
    }
  }

  async #read(lane: DestinationLane): Promise<void> {
    lane.reading = true;
    lane.missed = false;
    const now = this.#now();
    const limit = Math.max(1, Math.min(lane.room(now), HELD / 2));
    const { letGoes } = lane;
    try {
      const shards = this.#options.leases.workable();
      const unwritten = this.#writer.unwrittenOf(lane.id);
      const items = await readItems(lane, { shards, unwritten, limit, devices: this.#options.devices });
      const isCurrent = lane.letGoes === letGoes;
      for (const item of items)
        if (isCurrent && this.#options.leases.mayWork(item.shard)) lane.hold(item, now);
      // What was turned away while we read may not have been among it.
      lane.overflow = items.length === limit || lane.missed;
    } catch (err) {
      log.warn({ err, destinationId: lane.id }, 'waiting deliveries could not be read');
    } finally {
      lane.reading = false;
    }
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

function itemOf({ urn, pack, ...row }: RecordedDelivery, now: Date): DeliveryItem {
  const body = messageBody(urn, pack, pack);
  return { ...row, attempts: 0, nextAt: now.getTime(), replayOf: null, attemptLog: [], deviceUrn: urn, body };
}

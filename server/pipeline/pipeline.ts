import { z } from 'zod';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { listenSql } from '#server/platform/database.ts';
import { Acceptor, type StoredMessage } from './accept/acceptor.ts';
import { UplinkHints } from './accept/uplink-hints.ts';
import { ConfigurationChanges } from './configuration.ts';
import type { ScriptRunner } from './decode/decode-batch.ts';
import { deviceDirectory, topologyDirectory } from './decode/topology.sql.ts';
import { Dispatcher, type Send } from './deliver/dispatcher.ts';
import { LiveHints } from './record/live-hints.ts';
import type { QueueRow } from './record/queue.sql.ts';
import type { RecordedDelivery } from './record/record-batch.ts';
import { Leases } from './work/leases.ts';
import { Processor } from './work/processor.ts';
import { RecentEvents } from './work/recent-events.ts';

/** Payload of the channel `deliveries`: rows were put into `delivery_queue` by somebody else, e.g. a replay. */
const deliveriesNotice = z.object({ destinationId: z.uuid(), customerId: z.uuid() });

const notices = <T>(form: z.ZodType<T>) =>
  z.string().transform((text, context): T => {
    try {
      return form.parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'not a notice' });
      return z.NEVER;
    }
  });

export interface PipelineOptions {
  scripts: ScriptRunner;
  send: Send;
  clock?: Clock;
  random?: () => number;
}

/** accept → decode → record → deliver in one process: its door, its share of the shards, their deliveries. */
export class Pipeline {
  readonly acceptor: Acceptor;
  readonly leases: Leases;
  readonly dispatcher: Dispatcher;
  readonly #changes = new ConfigurationChanges();
  readonly #recent = new RecentEvents();
  readonly #hints = new LiveHints();
  readonly #uplinkHints = new UplinkHints();
  readonly #processor: Processor;
  #unlisten: (() => Promise<void>)[] = [];

  constructor({ scripts, send, clock = systemClock, random = Math.random }: PipelineOptions) {
    const changes = this.#changes;
    const devices = deviceDirectory(changes);
    const topologies = topologyDirectory(changes);
    this.leases = new Leases({
      gained: () => this.#gained(),
      lost: (shards) => this.dispatcher.lost(shards),
      isBusy: (shard) => this.#processor.isBusy(shard) || this.dispatcher.isBusy(shard),
    });
    const tokenOf = (shard: number) => this.leases.tokenOf(shard);
    const { worker } = this.leases;
    this.dispatcher = new Dispatcher({
      worker,
      leases: {
        tokenOf,
        mayWork: (shard) => this.leases.mayWork(shard),
        workable: () => this.leases.workable(),
      },
      topologies,
      devices,
      send,
      hints: this.#hints,
      clock,
      random,
    });
    this.#processor = new Processor({
      leases: this.leases,
      group: {
        recent: this.#recent,
        devices,
        topologies,
        scripts,
        record: { worker, tokenOf, now: () => clock.now() },
      },
      recorded: (rows, deliveries) => this.#recorded(rows, deliveries),
    });
    this.acceptor = new Acceptor({ changes, clock, onStored: (stored) => this.#stored(stored) });
    changes.onChange((customerId) => this.dispatcher.configurationChanged(customerId));
  }

  async start(): Promise<void> {
    await this.#changes.listen();
    await this.#listen('uplinks', z.array(z.int()), (shards) => {
      for (const shard of shards) this.#processor.poke(shard);
    });
    await this.#listen('deliveries', deliveriesNotice, ({ destinationId, customerId }) => {
      this.dispatcher.look(destinationId, customerId);
    });
    await this.leases.start();
    this.#processor.start();
    this.dispatcher.start();
  }

  /** Finishes what is under way (deliveries for at most `waitMs`), writes it, gives the shards back. */
  async stop(waitMs = 10_000): Promise<void> {
    await this.acceptor.stop();
    this.leases.leaveAll();
    await this.#processor.stop();
    await this.dispatcher.stop(waitMs);
    await this.leases.stop();
    await this.#hints.flush();
    await Promise.all(this.#unlisten.map((unlisten) => unlisten().catch(() => {})));
    await this.#changes.stop();
  }

  /** What is no notice of ours is left alone: hints only hurry what happens anyway. */
  async #listen<T>(channel: string, form: z.ZodType<T>, heard: (notice: T) => void): Promise<void> {
    const { unlisten } = await listenSql().listen(channel, (payload) => {
      const notice = notices(form).safeParse(payload);
      if (notice.success) heard(notice.data);
    });
    this.#unlisten.push(unlisten);
  }

  #gained(): void {
    this.#processor.pokeAll();
    void this.dispatcher.sweep(true);
  }

  #stored(stored: readonly StoredMessage[]): void {
    for (const { id, kind, event, device } of stored) {
      if (this.leases.tokenOf(device.shard) === undefined) this.#uplinkHints.stored(device.shard);
      else {
        this.#recent.put(id, { kind, event });
        this.#processor.poke(device.shard, device.customerId);
      }
    }
  }

  #recorded(rows: readonly QueueRow[], deliveries: RecordedDelivery[]): void {
    for (const { customerId, deviceId } of rows) this.#hints.device(customerId, deviceId);
    this.dispatcher.add(deliveries);
  }
}

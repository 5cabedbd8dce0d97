import { z } from 'zod';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { Acceptor, type StoredMessage } from './accept/acceptor.ts';
import { isForWork } from './accept/message.ts';
import { UplinkHints } from './accept/uplink-hints.ts';
import { ConfigurationChanges } from './configuration.ts';
import type { ScriptRunner } from './decode/decode-batch.ts';
import { rawToHold } from './decode/raw-bodies.ts';
import { deviceDirectory, topologyDirectory } from './decode/topology.sql.ts';
import type { Send } from './deliver/attempt.ts';
import { Dispatcher } from './deliver/dispatcher.ts';
import type { HandOver, StreamedWaiting } from './hand-over.ts';
import { Listening } from './listening.ts';
import { DeviceStates } from './record/device-states.ts';
import { LiveHints } from './record/live-hints.ts';
import type { QueueRow } from './record/queue.sql.ts';
import type { RecordedDelivery } from './record/record-batch.ts';
import { Leases } from './work/leases.ts';
import { Processor } from './work/processor.ts';
import { queuedUplinks } from './work/queued-uplinks.ts';
import { RecentUplinks } from './work/recent-uplinks.ts';

/** Payload of the channel `deliveries`: rows were put into `delivery_queue` by somebody else, or taken out of it. */
const deliveriesNotice = z.object({
  destinationId: z.uuid(),
  customerId: z.uuid(),
  isCancelled: z.boolean().default(false),
});

/** What is no notice of ours is left alone: hints only hurry what happens anyway. */
function read<T>(form: z.ZodType<T>, payload: string): T | null {
  try {
    return form.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

export interface PipelineOptions {
  scripts: ScriptRunner;
  send: Send;
  clock?: Clock;
  random?: () => number;
  /** Instead of the queue in Postgres. */
  handOver?: HandOver | null;
}

/** accept → decode → record → deliver in one process: its door, its share of the shards, their deliveries. */
export class Pipeline {
  readonly acceptor: Acceptor;
  readonly leases: Leases;
  readonly dispatcher: Dispatcher;
  readonly #changes = new ConfigurationChanges();
  readonly #recent = new RecentUplinks();
  readonly #hints = new LiveHints();
  readonly #uplinkHints = new UplinkHints();
  readonly #processor: Processor;
  readonly #listening = new Listening();
  readonly #streamed: StreamedWaiting | null;

  constructor({
    scripts,
    send,
    clock = systemClock,
    random = Math.random,
    handOver = null,
  }: PipelineOptions) {
    const changes = this.#changes;
    const devices = deviceDirectory(changes);
    const topologies = topologyDirectory(changes);
    this.leases = new Leases({
      gained: (shards) => this.#gained(shards),
      lost: (shards) => {
        this.#streamed?.lost(shards);
        this.dispatcher.lost(shards);
      },
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
    const poke = (shard: number, customerId?: string) => this.#processor.poke(shard, customerId);
    this.#streamed = handOver?.waitingFor({ leases: this.leases, poke }) ?? null;
    this.#processor = new Processor({
      waiting: this.#streamed ?? queuedUplinks,
      leases: this.leases,
      group: {
        recent: this.#recent,
        devices,
        topologies,
        scripts,
        record: { worker, tokenOf, states: new DeviceStates(), now: () => clock.now() },
      },
      recorded: (rows, deliveries) => this.#recorded(rows, deliveries),
      doubtful: (customerId) => this.dispatcher.doubt(customerId),
    });
    this.acceptor = new Acceptor({
      changes,
      clock,
      onStored: (stored) => this.#stored(stored),
      stream: handOver ?? undefined,
    });
    this.#listen();
    changes.onChange((customerId) => this.dispatcher.configurationChanged(customerId));
  }

  async start(): Promise<void> {
    await this.#listening.start();
    await this.leases.start();
    this.#processor.start();
    this.dispatcher.start();
  }

  /** What else of this process wants to hear; before `start`. null: anything may have changed. */
  onConfigurationChange(listener: (customerId: string | null) => void): void {
    this.#changes.onChange(listener);
  }

  /** Another channel of notices; before `start`. */
  hear(channel: string, heard: (payload: string) => void): void {
    this.#listening.add(channel, heard);
  }

  /** The connections to the database were made anew. */
  listenAgain(): Promise<void> {
    return this.#listening.again();
  }

  /** Finishes what is under way (deliveries for at most `waitMs`), writes it, gives the shards back. */
  async stop(waitMs = 10_000): Promise<void> {
    await this.acceptor.stop();
    this.leases.leaveAll();
    await this.#processor.stop();
    await this.#streamed?.stop();
    await this.dispatcher.stop(waitMs);
    await this.leases.stop();
    await Promise.all([this.#hints.flush(), this.#uplinkHints.flush()]);
    await this.#listening.stop();
  }

  #listen(): void {
    this.#changes.listenOn(this.#listening);
    this.#listening.add('workers', (worker) => this.leases.heard(worker));
    this.#listening.add('uplinks', (payload) => {
      for (const shard of read(z.array(z.int()), payload) ?? []) this.#processor.poke(shard);
    });
    this.#listening.add('deliveries', (payload) => {
      const notice = read(deliveriesNotice, payload);
      if (notice?.isCancelled) this.dispatcher.lookAgain(notice.destinationId);
      else if (notice) this.dispatcher.look(notice.destinationId, notice.customerId);
    });
  }

  #gained(shards: readonly number[]): void {
    this.#streamed?.gained(shards);
    this.dispatcher.gained();
    this.#processor.pokeAll();
  }

  #stored(stored: readonly StoredMessage[]): void {
    for (const message of stored) {
      const { id, kind, event, device, receivedAt, body } = message;
      const { id: deviceId, customerId, shard } = device;
      if (!isForWork(message)) this.#hints.device(customerId, deviceId);
      else if (this.leases.tokenOf(shard) === undefined) this.#uplinkHints.stored(shard);
      else {
        const raw = rawToHold(event, body);
        this.#recent.put({ id, shard, customerId, deviceId, receivedAt, kind, event, raw });
        this.#processor.poke(shard, customerId);
      }
    }
  }

  #recorded(rows: readonly QueueRow[], deliveries: RecordedDelivery[]): void {
    for (const { customerId, deviceId } of rows) this.#hints.device(customerId, deviceId);
    this.dispatcher.add(deliveries);
  }
}

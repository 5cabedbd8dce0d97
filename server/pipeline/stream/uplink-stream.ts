import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream';
import {
  createInbox,
  errors,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node';
import { log } from '#server/platform/log.ts';
import { NotStoredError } from '../accept/group-commit.ts';
import { type AcceptedMessage, identityHash, type StoredAnswer } from '../accept/message.ts';
import type { StreamLag } from '../hand-over.ts';
import { connectNats } from './connect.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import { ensureStream, replicasFor, StreamUnfitError } from './stream-config.ts';

/** As long as a commit in Postgres is waited for. */
const STORED_WITHIN_MS = 2_000;
const API_WITHIN_MS = 3_000;
/** Messages that are not ours stay in the stream for ever; no farther than past so many is looked for one that is. */
const STRANGERS = 20;

/** What was accepted and is not recorded yet, kept by NATS JetStream: one subject a shard. */
export class UplinkStream {
  readonly name: string;
  readonly jsm: JetStreamManager;
  readonly js: JetStreamClient;
  readonly #connection: NatsConnection;
  #isConnected = true;
  #onReconnect: (() => void)[] = [];

  constructor(connection: NatsConnection, jsm: JetStreamManager, name: string) {
    this.name = name;
    this.jsm = jsm;
    this.js = jetstream(connection, { timeout: STORED_WITHIN_MS });
    this.#connection = connection;
    void this.#watch();
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** What was delivered around a loss of the connection may be lost on the way. */
  onReconnect(listener: () => void): void {
    this.#onReconnect.push(listener);
  }

  subjectOf(shard: number): string {
    return `${this.name}.${shard}`;
  }

  /** In their order; each is accepted when the stream has it on as many servers as it asks for. */
  publish(messages: readonly AcceptedMessage[]): Promise<(StoredAnswer | Error)[]> {
    return Promise.all(messages.map((message) => this.#publishOne(message).catch(asError)));
  }

  async #publishOne(message: AcceptedMessage): Promise<StoredAnswer> {
    // Kept by the client until it is connected again, it would be stored long after its sender was refused.
    if (!this.#isConnected) throw new NotStoredError('NATS cannot be reached');
    const { device, event } = message;
    const ack = await this.js.publish(this.subjectOf(device.shard), sealEnvelope(message), {
      msgID: `${device.id}${identityHash(event.identity)}`,
      timeout: STORED_WITHIN_MS,
    });
    // A repetition of what the servers have not agreed on yet: it may still come to nothing.
    if (ack.seq === 0) throw new NotStoredError('A repetition of a message that is not stored yet');
    return { status: ack.duplicate ? 'duplicate' : 'accepted' };
  }

  async lag(): Promise<StreamLag> {
    const { state } = await this.jsm.streams.info(this.name, { subjects_filter: '>' });
    const byShard = new Map<number, number>();
    for (const [subject, count] of Object.entries(state.subjects ?? {}))
      byShard.set(Number(subject.slice(this.name.length + 1)), count);
    return { messages: state.messages, byShard };
  }

  /** Of each shard in which something of ours waits, when the oldest of it was accepted. */
  async oldest(): Promise<Map<number, Date>> {
    const { byShard } = await this.lag();
    const asked = [...byShard.keys()].map(async (shard) => [shard, await this.#oldestOf(shard)] as const);
    const oldest = await Promise.all(asked);
    return new Map(oldest.flatMap(([shard, at]) => (at ? [[shard, at]] : [])));
  }

  async #oldestOf(shard: number): Promise<Date | null> {
    let seq = 1;
    for (let tries = 0; tries < STRANGERS; tries++) {
      const query = { seq, next_by_subj: this.subjectOf(shard) };
      const stored = await this.jsm.streams.getMessage(this.name, query);
      if (!stored) return null;
      try {
        return openEnvelope(stored.data).receivedAt;
      } catch {
        seq = stored.seq + 1;
      }
    }
    return null;
  }

  /** At an address of its own. */
  listen(heard: (message: Msg) => void): Subscription {
    return this.#connection.subscribe(createInbox(), {
      callback: (error, message) => {
        if (error) log.warn({ err: error }, 'not listening to the stream');
        else heard(message);
      },
    });
  }

  /** What a consumer has given out and what of it is not acknowledged, as the servers count; null: there is none such. */
  async progressOf(consumer: string): Promise<{ delivered: number; unacknowledged: number } | null> {
    try {
      const { delivered, num_ack_pending } = await this.jsm.consumers.info(this.name, consumer);
      return { delivered: delivered.consumer_seq, unacknowledged: num_ack_pending };
    } catch (error) {
      if (error instanceof JetStreamApiError) return null;
      throw error;
    }
  }

  /** Without waiting: one that is not gone is in its successor's way, who sees to it. */
  deleteConsumer(consumer: string): void {
    this.jsm.consumers.delete(this.name, consumer).catch(() => {});
  }

  async deleteConsumers(prefix: string): Promise<void> {
    // By their names alone: to list them is to ask each of them, and who led it may be gone.
    const answer = await this.#connection.request(`$JS.API.CONSUMER.NAMES.${this.name}`, '', {
      timeout: 5_000,
    });
    const { consumers = [] } = answer.json<{ consumers?: string[] }>();
    const old = consumers.filter((consumer) => consumer.startsWith(prefix));
    await Promise.all(old.map((consumer) => this.jsm.consumers.delete(this.name, consumer)));
  }

  async close(): Promise<void> {
    await this.#connection.drain().catch(() => this.#connection.close());
  }

  async #watch(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === 'disconnect') {
        this.#isConnected = false;
        log.warn({ code: 'stream.disconnected', server: status.server }, 'NATS is not connected');
      } else if (status.type === 'reconnect') {
        this.#isConnected = true;
        log.info({ code: 'stream.reconnected', server: status.server }, 'NATS is connected again');
        for (const listener of this.#onReconnect) listener();
      } else if (status.type === 'error') log.warn({ err: status.error }, 'NATS told of a fault');
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

export interface StreamSettings {
  url: string;
  /** Of the stream. */
  name: string;
  replicas?: number | undefined;
  caFile?: string | undefined;
}

/** Connected, and the stream there as it must be. Throws StreamUnfitError where that is for a person to mend. */
export async function openUplinkStream(settings: StreamSettings): Promise<UplinkStream> {
  const { url, name, caFile } = settings;
  const connection = await connectNats(url, caFile).catch((error) => {
    if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError)
      throw new StreamUnfitError(`NATS refuses who we are: ${error.message}`);
    throw error;
  });
  try {
    const jsm = await jetstreamManager(connection, { timeout: API_WITHIN_MS });
    const replicas = replicasFor(connection.info, settings.replicas);
    const faults = await ensureStream(jsm, name, replicas);
    if (faults.length) throw new StreamUnfitError(faults.join('; '));
    if (replicas === 1)
      log.warn(
        { code: 'stream.one-replica' },
        'one NATS server keeps the stream: what it loses with its disk is lost',
      );
    return new UplinkStream(connection, jsm, name);
  } catch (error) {
    await connection.close();
    throw judged(error);
  }
}

/** Of a cluster that has not agreed on its leader yet (503) it is a matter of time. */
function judged(error: unknown): unknown {
  const isUnfit =
    error instanceof JetStreamApiError
      ? error.status !== 503
      : error instanceof Error && error.name === 'JetStreamNotEnabled';
  return isUnfit ? new StreamUnfitError(`JetStream: ${(error as Error).message}`) : error;
}

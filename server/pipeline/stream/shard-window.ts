import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AckPolicy, DeliverPolicy, JetStreamApiError } from '@nats-io/jetstream';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { log } from '#server/platform/log.ts';
import type { AcceptedMessage } from '../accept/message.ts';
import { openEnvelope } from './envelope.ts';
import type { UplinkStream } from './uplink-stream.ts';

/** Messages of one shard in our hands at a time: the rest waits at the server. */
export const WINDOW = 256;
const AGAIN_AFTER_MS = 300;
const LATE_TRIES = 4;
const SILENT_MS = 6_000;
const SECOND_NS = 1_000_000_000;
const HEARTBEAT_NS = 2 * SECOND_NS;
/** Nothing comes twice by itself, which would be out of order: what we lost is asked for anew, from the first. */
const NEVER_AGAIN_NS = 24 * 3_600 * SECOND_NS;
/** A consumer that nobody listens to is one whose worker is gone and whose shard nobody took over. */
const ABANDONED_NS = 600 * SECOND_NS;
/** Another consumer has the subject: the worker's who had the shard before. */
const NOT_UNIQUE = 10_100;
const ACK = '+ACK';

export interface WindowMessage {
  /** Place in the stream. */
  seq: number;
  /** Of the device and what it told: the same for a repetition. */
  key: string;
  message: AcceptedMessage;
  ack(): void;
}

/**
 * The first messages of a shard's subject that are not acknowledged, in order. Its consumer is made for this lease and
 * replaces the one before: the stream then begins again with what nobody acknowledged. The same when something may have been
 * lost on its way to us: a gap, or a connection that broke and the server counts more than we got.
 */
export class ShardWindow {
  readonly shard: number;
  readonly #stream: UplinkStream;
  readonly #arrived: (one: WindowMessage) => void;
  #messages: WindowMessage[] = [];
  #consumer: { name: string; listening: Subscription } | null = null;
  #heardAt = 0;
  /** What was given when somebody last looked whether anything moves. */
  #deliveredBefore = -1;
  /** Messages that this consumer gave us. */
  #delivered = 0;
  #unreadable = 0;
  /** What belongs to an earlier one is not listened to. */
  #turn = 0;

  constructor(stream: UplinkStream, shard: number, arrived: (one: WindowMessage) => void) {
    this.#stream = stream;
    this.shard = shard;
    this.#arrived = arrived;
  }

  /** In order; acknowledged ones are gone. */
  get messages(): readonly WindowMessage[] {
    return this.#messages;
  }

  settled(seqs: ReadonlySet<number>): void {
    this.#messages = this.#messages.filter((one) => {
      if (!seqs.has(one.seq)) return true;
      one.ack();
      return false;
    });
  }

  /** Begins, or begins again with the first that is not acknowledged. */
  async open(): Promise<void> {
    const turn = ++this.#turn;
    while (turn === this.#turn) {
      try {
        await this.#consume(turn);
        return;
      } catch (err) {
        log.warn({ err, shard: this.shard }, 'a shard of the stream could not be opened; once more');
        await sleep(AGAIN_AFTER_MS);
      }
    }
  }

  /** After a break: goes on where neither a message nor an acknowledgement was lost, else begins again. */
  async verify(): Promise<void> {
    const turn = this.#turn;
    for (let tries = 0; turn === this.#turn && this.#consumer; tries++) {
      const counted = await this.#stream.progressOf(this.#consumer.name).catch(() => null);
      if (turn !== this.#turn) return;
      const unacknowledged = this.#messages.length + this.#unreadable;
      if (counted?.delivered === this.#delivered && counted.unacknowledged === unacknowledged) return;
      // What is on its way may still come; who leads the consumer may be about to be chosen.
      if (tries >= LATE_TRIES) {
        this.#doubt(turn, 'break');
        return;
      }
      await sleep(AGAIN_AFTER_MS);
    }
  }

  /**
   * Looked at now and then with what the servers say waits on the subject. Where nothing came since the last look although
   * something waits, or not even a heartbeat, it begins again: servers that lost their leader may forget whom they serve,
   * or keep what was acknowledged to the old one.
   */
  look(waiting: number): void {
    const isSilent = performance.now() - this.#heardAt > SILENT_MS;
    const isStill = this.#delivered === this.#deliveredBefore && this.#messages.length === 0;
    if (this.#consumer && (isSilent || (isStill && waiting > this.#unreadable)))
      this.#doubt(this.#turn, 'silence');
    this.#deliveredBefore = this.#messages.length === 0 ? this.#delivered : -1;
  }

  close(): void {
    this.#turn++;
    this.#leave();
    this.#messages = [];
  }

  async #consume(turn: number): Promise<void> {
    this.#leave();
    this.#messages = [];
    this.#delivered = 0;
    this.#unreadable = 0;
    this.#heardAt = performance.now();
    const name = `shard-${this.shard}-${randomBytes(6).toString('hex')}`;
    const listening = this.#stream.listen((message) => this.#take(turn, message));
    this.#consumer = { name, listening };
    await this.#stream.jsm.consumers
      .add(this.#stream.name, {
        name,
        filter_subject: this.#stream.subjectOf(this.shard),
        deliver_subject: listening.getSubject(),
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        ack_wait: NEVER_AGAIN_NS,
        max_ack_pending: WINDOW,
        idle_heartbeat: HEARTBEAT_NS,
        inactive_threshold: ABANDONED_NS,
        mem_storage: true,
      })
      .catch(async (error) => {
        if (error instanceof JetStreamApiError && error.code === NOT_UNIQUE)
          await this.#stream.deleteConsumers(`shard-${this.shard}-`);
        throw error;
      });
  }

  #take(turn: number, message: Msg): void {
    if (turn !== this.#turn) return;
    this.#heardAt = performance.now();
    const place = placeOf(message.reply);
    // A heartbeat says how many there were: one that we miss was lost on its way.
    const delivered = place
      ? place.delivered
      : Number(message.headers?.get('Nats-Last-Consumer') ?? this.#delivered);
    if (delivered !== this.#delivered + (place ? 1 : 0)) {
      this.#doubt(turn, 'gap');
      return;
    }
    if (!place) return;
    this.#delivered = delivered;
    try {
      const opened = openEnvelope(message.data);
      const one: WindowMessage = {
        seq: place.seq,
        key: `${opened.device.id}${opened.event.identity}`,
        message: opened,
        ack: () => message.respond(ACK),
      };
      this.#messages.push(one);
      this.#arrived(one);
    } catch (err) {
      this.#unreadable++;
      // It stays in the stream: a newer version, or a person, may know what it is.
      log.error(
        { err, shard: this.shard, seq: place.seq, code: 'stream.unreadable' },
        'not a message of ours',
      );
    }
  }

  #doubt(turn: number, reason: string): void {
    if (turn !== this.#turn) return;
    log.warn({ shard: this.shard, reason, code: 'stream.reopened' }, 'a shard of the stream is opened anew');
    const next = ++this.#turn;
    void sleep(AGAIN_AFTER_MS).then(() => (next === this.#turn ? this.open() : undefined));
  }

  /** Whoever comes next need not find ours in the way. */
  #leave(): void {
    if (!this.#consumer) return;
    const { name, listening } = this.#consumer;
    this.#consumer = null;
    listening.unsubscribe();
    this.#stream.deleteConsumer(name);
  }
}

/** `$JS.ACK.<stream>.<consumer>.<times>.<place in the stream>.<place of the consumer>.…`, or with domain and account first. */
function placeOf(reply: string | undefined): { seq: number; delivered: number } | null {
  if (!reply?.startsWith('$JS.ACK.')) return null;
  const tokens = reply.split('.');
  const at = tokens.length === 9 ? 5 : 7;
  return { seq: Number(tokens[at]), delivered: Number(tokens[at + 1]) };
}

import { isFirmwarePath } from '#server/firmware/rules.ts';
import type { PlainAnswer } from '#server/http/problem.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { batchSql } from '#server/platform/database.ts';
import { env } from '#server/platform/env.ts';
import { log } from '#server/platform/log.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import { acceptSeconds } from '../metrics.ts';
import { Allowances } from './allowances.ts';
import { ConnectionDoor } from './connection-door.ts';
import { BODY_LIMITS, type IngestDoor, type IngestRequest } from './contract.ts';
import { GroupCommit } from './group-commit.ts';
import type { AcceptedMessage, KeptAnswer, StoredAnswer } from './message.ts';
import { MqttDoor } from './mqtt-door.ts';
import { Patience } from './patience.ts';
import { refuse } from './refuse.ts';
import { isSenmlPath, SenmlDoor } from './senml-door.ts';
import { SenmlIntake } from './senml-intake.ts';
import { Sightings } from './sightings.ts';
import { storedEarlier, storeMessages } from './store.sql.ts';

export interface AcceptorOptions {
  changes: ConfigurationChanges;
  clock?: Clock;
  /** Called with what was committed, before it is answered. */
  onStored?(stored: readonly StoredMessage[]): void;
  /** Where messages are kept instead of in the database; nothing is told by `onStored` then. */
  stream?: { publish(messages: readonly AcceptedMessage[]): Promise<(StoredAnswer | Error)[]> } | undefined;
}

export interface StoredMessage extends AcceptedMessage {
  id: number;
}

/** Which door an address is, before any of its body is read; null where there is none. */
export function doorOf(path: string): IngestDoor | null {
  if (path.startsWith('/ingestion/lora/')) return { name: 'lora', bodyLimit: BODY_LIMITS.networkServer };
  if (path.startsWith('/ingestion/digitalmatter/'))
    return { name: 'digital-matter', bodyLimit: BODY_LIMITS.networkServer };
  if (isSenmlPath(path)) return { name: 'senml', bodyLimit: BODY_LIMITS.device };
  return isFirmwarePath(path) ? { name: 'firmware', bodyLimit: 0 } : null;
}

/** From a request to an answer: 2xx only for what is committed. */
export class Acceptor {
  readonly sightings = new Sightings();
  /** For the brokers of MQTT: whoever publishes to them is let in here. */
  readonly mqtt: MqttDoor;
  readonly #options: AcceptorOptions;
  readonly #clock: Clock;
  readonly #connections: ConnectionDoor;
  readonly #senml: SenmlDoor;
  readonly #commit: GroupCommit<AcceptedMessage, KeptAnswer>;
  readonly #allowances = new Allowances();
  /** Whatever of the database is slow, the look-ups or the storing. */
  readonly #patience = new Patience();
  /** The fault that the chaos run must notice (R2); asked for once. */
  #answersEarly: boolean | undefined;
  #notStored = 0;
  #tellAgainAt = 0;

  constructor(options: AcceptorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#commit = new GroupCommit({ flush: (messages) => this.#store(messages) });
    const shared = { changes: options.changes, clock: this.#clock, sightings: this.sightings };
    const keep = (message: AcceptedMessage) => this.#keep(message);
    const intake = new SenmlIntake({ ...shared, keep, allowances: this.#allowances });
    this.#connections = new ConnectionDoor({ ...shared, devices: intake.devices, keep });
    this.#senml = new SenmlDoor({ clock: this.#clock, intake });
    this.mqtt = new MqttDoor({ clock: this.#clock, intake });
  }

  /** Messages accepted and not yet committed. */
  get waiting(): number {
    return this.#commit.waiting;
  }

  async accept(request: IngestRequest): Promise<PlainAnswer> {
    const began = performance.now();
    try {
      return await this.#patience.waitFor(this.#answer(request));
    } catch (err) {
      this.#tellNotStored(err);
      return refuse('ingestion.unavailable', request.path);
    } finally {
      acceptSeconds.observe((performance.now() - began) / 1000);
    }
  }

  /** When the database is away every message fails the same way: told once in a while, with how many. */
  #tellNotStored(err: unknown): void {
    this.#notStored++;
    const now = performance.now();
    if (now < this.#tellAgainAt) return;
    log.error({ err, messages: this.#notStored }, 'messages could not be stored');
    this.#notStored = 0;
    this.#tellAgainAt = now + 5_000;
  }

  /** For a server that stopped reading at the limit. */
  async tooLarge(path: string): Promise<PlainAnswer> {
    return isSenmlPath(path) ? this.#senml.tooLarge(path) : this.#connections.tooLarge(path);
  }

  /** Stores messages of devices that the caller has looked up; resolves when they are committed. */
  submit(message: AcceptedMessage): Promise<KeptAnswer> {
    return this.#commit.submit(message);
  }

  async stop(): Promise<void> {
    await this.#commit.idle();
    await this.sightings.flush();
  }

  async #answer(request: IngestRequest): Promise<PlainAnswer> {
    switch (doorOf(request.path)?.name) {
      case 'senml':
        return this.#senml.answer(request);
      case 'lora':
      case 'digital-matter':
        return this.#connections.answer(request);
      default:
        return refuse('ingestion.not-found', request.path);
    }
  }

  async #keep(message: AcceptedMessage): Promise<KeptAnswer> {
    const stored = this.#commit.submit(message);
    this.#answersEarly ??= env().NODE_ENV === 'test' && env().TEST_MUTATION === 'early-ack';
    if (this.#answersEarly) {
      stored.catch(() => {});
      return { status: 'accepted', id: 0 };
    }
    return stored;
  }

  async #store(messages: AcceptedMessage[]): Promise<(KeptAnswer | Error)[]> {
    const { stream, onStored } = this.#options;
    const known = await this.#knownBefore(messages);
    const left = known.size === 0 ? messages : messages.filter((_, place) => !known.has(place));
    const made = await (stream ? stream.publish(left) : storeMessages(batchSql(), left));
    const next = made.values();
    const answers = messages.map((_, place) => known.get(place) ?? (next.next().value as KeptAnswer | Error));
    const stored: StoredMessage[] = [];
    for (const [index, answer] of answers.entries()) {
      if (answer instanceof Error) continue;
      const message = messages[index] as AcceptedMessage;
      if (answer.status === 'duplicate')
        this.sightings.repeated(message.device, message.connectionId, message.receivedAt);
      else if (answer.status === 'accepted' && answer.id !== undefined)
        stored.push({ ...message, id: answer.id });
    }
    if (stored.length) onStored?.(stored);
    return answers;
  }

  /** What is answered without storing anything; nothing is asked where no message needs it. */
  async #knownBefore(messages: AcceptedMessage[]): Promise<Map<number, KeptAnswer>> {
    const known = new Map<number, KeptAnswer>();
    if (!messages.some(({ limit, earlier }) => limit || earlier)) return known;
    const [repeated, spent] = await Promise.all([
      storedEarlier(batchSql(), messages),
      this.#allowances.spent(messages),
    ]);
    for (const place of repeated) known.set(place, { status: 'duplicate' });
    for (const [place, waitMs] of spent) known.set(place, { status: 'too-many', waitMs });
    return known;
  }
}

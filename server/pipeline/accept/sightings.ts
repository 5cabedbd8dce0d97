import { log } from '#server/platform/log.ts';
import {
  type Caller,
  type DeviceRefusalCount,
  type DoorRefusalCount,
  type RefusalCount,
  type RepeatCount,
  type Sighting,
  writeSightings,
} from './sightings.sql.ts';
import { Tally } from './tally.ts';

export type RefusalReason =
  | 'unauthorized'
  | 'malformed'
  | 'unknown-device'
  | 'too-large'
  | 'unsupported'
  | 'disabled';

/** Of a message in the name of a known device. */
export type DeviceRefusalReason = 'unauthorized' | 'malformed' | 'too-many';

/** At a door of devices, of a message that names no device of ours. */
export type DoorRefusalReason = 'unauthorized' | 'malformed' | 'unknown-device' | 'too-large' | 'unsupported';

interface ConnectionId {
  id: string;
  customerId: string;
}

const MAX_KEPT = 5_000;
/** Nobody has signed what comes to the doors of devices: a flood of names there must not become a flood of writes. */
const MAX_CALLERS = 500;
/** In the place of a connection, of what the device itself sent. */
const ITSELF = '00000000-0000-0000-0000-000000000000';
const HOUR_MS = 3_600_000;

const hourOf = (at: Date) => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);

/** Counts that operators see, written once a second and never in a request's way. Lost when the process dies. */
export class Sightings {
  readonly #refusals = new Tally<RefusalCount>(MAX_KEPT);
  readonly #ofDevices = new Tally<DeviceRefusalCount>(MAX_KEPT);
  readonly #atDoors = new Tally<DoorRefusalCount>(MAX_KEPT);
  readonly #repeated = new Tally<RepeatCount>(MAX_KEPT);
  readonly #unknown = new Tally<Sighting>(MAX_KEPT);
  readonly #callers = new Tally<Caller>(MAX_CALLERS);
  #heard = new Map<string, Date>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  refused(connection: ConnectionId, reason: RefusalReason, detail: string, at: Date): void {
    const { id: connectionId, customerId } = connection;
    const hour = hourOf(at);
    const row = { connectionId, customerId, hour, reason, lastAt: at, lastDetail: detail };
    this.#refusals.add(`${connectionId}|${hour.getTime()}|${reason}`, row);
    this.#schedule();
  }

  refusedOfDevice(device: ConnectionId, reason: DeviceRefusalReason, detail: string, at: Date): void {
    const { id: deviceId, customerId } = device;
    const hour = hourOf(at);
    const row = { deviceId, customerId, hour, reason, lastAt: at, lastDetail: detail };
    this.#ofDevices.add(`${deviceId}|${hour.getTime()}|${reason}`, row);
    this.#schedule();
  }

  refusedAtDoor(door: Caller['door'], reason: DoorRefusalReason, detail: string, at: Date): void {
    const hour = hourOf(at);
    const row = { door, hour, reason, lastAt: at, lastDetail: detail };
    this.#atDoors.add(`${door}|${hour.getTime()}|${reason}`, row);
    this.#schedule();
  }

  /** What was told already: a network server that tries again, a device that says it twice. */
  repeated(device: ConnectionId, connectionId: string | null, at: Date): void {
    const { id: deviceId, customerId } = device;
    const hour = hourOf(at);
    const from = connectionId ?? ITSELF;
    const row = { deviceId, customerId, connectionId: from, hour, lastAt: at };
    this.#repeated.add(`${deviceId}|${from}|${hour.getTime()}`, row);
    this.#schedule();
  }

  unknownDevice(connection: ConnectionId, network: string, identifier: string, at: Date): void {
    const { id: connectionId, customerId } = connection;
    const row = { connectionId, customerId, network, identifier, firstAt: at, lastAt: at };
    this.#unknown.add(`${connectionId}|${network}|${identifier}`, row);
    this.#schedule();
  }

  /** A device that nobody has, at a door where no connection says whose it would be. */
  caller(caller: Omit<Caller, 'count' | 'firstAt' | 'lastAt'>, at: Date): void {
    const { network, identifier, door } = caller;
    this.#callers.add(`${network}|${identifier}|${door}`, { ...caller, firstAt: at, lastAt: at });
    this.#schedule();
  }

  heard(connection: ConnectionId, at: Date): void {
    this.#heard.set(connection.id, at);
    this.#schedule();
  }

  /** Writes what is there; for a shutdown, and for tests that look at the rows. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const work = {
      refusals: this.#refusals.take(),
      ofDevices: this.#ofDevices.take(),
      atDoors: this.#atDoors.take(),
      repeated: this.#repeated.take(),
      unknown: this.#unknown.take(),
      callers: this.#callers.take(),
      heard: [...this.#heard],
    };
    this.#heard = new Map();
    this.#writing = this.#writing
      .then(() => writeSightings(work))
      .catch((err) => log.warn({ err }, 'sightings not written'));
    await this.#writing;
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), 1_000).unref();
  }
}

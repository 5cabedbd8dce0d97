import { log } from '#server/platform/log.ts';
import {
  type DeviceRefusalCount,
  type RefusalCount,
  type RepeatCount,
  type Sighting,
  writeSightings,
} from './sightings.sql.ts';

export type RefusalReason =
  | 'unauthorized'
  | 'malformed'
  | 'unknown-device'
  | 'too-large'
  | 'unsupported'
  | 'disabled';

/** Of a message in the name of a known device. */
export type DeviceRefusalReason = 'unauthorized' | 'malformed' | 'too-many';

interface ConnectionId {
  id: string;
  customerId: string;
}

/** A flood of one kind is one row; a flood of many kinds ends here and is counted by the metrics alone. */
const MAX_KEPT = 5_000;
/** In the place of a connection, of what the device itself sent. */
const ITSELF = '00000000-0000-0000-0000-000000000000';

/** Counts that operators see, written once a second and never in a request's way. Lost when the process dies. */
export class Sightings {
  #refusals = new Map<string, RefusalCount>();
  #ofDevices = new Map<string, DeviceRefusalCount>();
  #repeated = new Map<string, RepeatCount>();
  #unknown = new Map<string, Sighting>();
  #heard = new Map<string, Date>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  refused(connection: ConnectionId, reason: RefusalReason, detail: string, at: Date): void {
    const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
    const key = `${connection.id}|${hour.getTime()}|${reason}`;
    const known = this.#refusals.get(key);
    if (!known && this.#refusals.size >= MAX_KEPT) return;
    const { id: connectionId, customerId } = connection;
    const count = (known?.count ?? 0) + 1;
    this.#refusals.set(key, {
      connectionId,
      customerId,
      hour,
      reason,
      count,
      lastAt: at,
      lastDetail: detail,
    });
    this.#schedule();
  }

  refusedOfDevice(device: ConnectionId, reason: DeviceRefusalReason, detail: string, at: Date): void {
    const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
    const key = `${device.id}|${hour.getTime()}|${reason}`;
    const known = this.#ofDevices.get(key);
    if (!known && this.#ofDevices.size >= MAX_KEPT) return;
    const { id: deviceId, customerId } = device;
    const count = (known?.count ?? 0) + 1;
    this.#ofDevices.set(key, { deviceId, customerId, hour, reason, count, lastAt: at, lastDetail: detail });
    this.#schedule();
  }

  /** What was told already: a network server that tries again, a device that says it twice. */
  repeated(device: ConnectionId, connectionId: string | null, at: Date): void {
    const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
    const from = connectionId ?? ITSELF;
    const key = `${device.id}|${from}|${hour.getTime()}`;
    const known = this.#repeated.get(key);
    if (!known && this.#repeated.size >= MAX_KEPT) return;
    const { id: deviceId, customerId } = device;
    const count = (known?.count ?? 0) + 1;
    this.#repeated.set(key, { deviceId, customerId, connectionId: from, hour, count, lastAt: at });
    this.#schedule();
  }

  unknownDevice(connection: ConnectionId, network: string, identifier: string, at: Date): void {
    const key = `${connection.id}|${network}|${identifier}`;
    const known = this.#unknown.get(key);
    if (!known && this.#unknown.size >= MAX_KEPT) return;
    const { id: connectionId, customerId } = connection;
    const count = (known?.count ?? 0) + 1;
    this.#unknown.set(key, {
      connectionId,
      customerId,
      network,
      identifier,
      count,
      firstAt: known?.firstAt ?? at,
      lastAt: at,
    });
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
      refusals: [...this.#refusals.values()],
      ofDevices: [...this.#ofDevices.values()],
      repeated: [...this.#repeated.values()],
      unknown: [...this.#unknown.values()],
      heard: [...this.#heard],
    };
    this.#refusals = new Map();
    this.#ofDevices = new Map();
    this.#repeated = new Map();
    this.#unknown = new Map();
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

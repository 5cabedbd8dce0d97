import { hash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOfUrn } from '#server/mqtt/rules.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type DeviceUrn, deviceUrn } from '#server/protocols/senml/device-urn.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import type { AcceptedMessage, StoredAnswer } from './message.ts';
import { type BodyForm, type DeviceMessage, timesOfMessage } from './read-senml.ts';
import { RecentBodies } from './recent-bodies.ts';
import type { RefusalDetail } from './refuse.ts';
import { type SigningDevice, signingDeviceDirectory } from './senml-devices.sql.ts';
import type { Caller } from './sightings.sql.ts';
import type { DeviceRefusalReason, DoorRefusalReason, Sightings } from './sightings.ts';

/** More than this is a device that lost its way; its messages would hold up its customer's others. */
const RATE = { points: 600, duration: 10 };

export interface SenmlIntakeOptions {
  changes: ConfigurationChanges;
  clock: Clock;
  sightings: Sightings;
  keep(message: AcceptedMessage): Promise<StoredAnswer>;
}

export interface TakenMessage {
  kind: 'http.senml' | 'mqtt.senml';
  form: BodyForm;
  message: DeviceMessage;
  body: Uint8Array;
  receivedAt: Date;
  /** Whether a message without a time of its own can be one that was sent before; `guess`: who knows. */
  isRepeated: boolean | 'guess';
}

export type Taken = { ok: true; stored: StoredAnswer } | { ok: false; fault: RefusalDetail };

/** What a device that is who it says it is has told, whichever door it came by. */
export class SenmlIntake {
  readonly devices;
  readonly #options: SenmlIntakeOptions;
  readonly #recent = new RecentBodies();
  readonly #rate = new RateLimiterMemory(RATE);

  constructor(options: SenmlIntakeOptions) {
    this.#options = options;
    this.devices = signingDeviceDirectory(options.changes);
  }

  /** Milliseconds to wait; null where it may go on. */
  tooMany({ id }: SigningDevice): Promise<number | null> {
    return this.#rate.consume(id).then(
      () => null,
      ({ msBeforeNext }: { msBeforeNext: number }) => Math.max(1, msBeforeNext),
    );
  }

  /** Stored when this resolves, unless it cannot be. */
  async take(device: SigningDevice, taken: TakenMessage): Promise<Taken> {
    const { kind, form, message, body, receivedAt } = taken;
    const times = timesOfMessage(message, receivedAt.getTime() / 1000);
    if (!times.ok) return { ok: false, fault: faultOf(times.error) };
    const { own, latest } = times.value;
    const { id, customerId, shard, active } = device;
    const digest = hash('sha256', body, 'hex');
    const told = own
      ? ''
      : `|${this.#recent.moment(`${id}|${digest}`, receivedAt.getTime(), taken.isRepeated)}`;
    const stored = await this.#options.keep({
      device: { id, customerId, shard, active },
      connectionId: null,
      kind,
      event: {
        kind: 'senml',
        urn: deviceUrn(message.device.kind, message.device.id),
        occurredAt: new Date(Math.round(latest * 1000)).toISOString(),
        identity: `senml|${digest}${told}`,
        form,
        pack: message.pack,
      },
      body,
      receivedAt,
    });
    return { ok: true, stored };
  }

  refused(device: SigningDevice, reason: DeviceRefusalReason, detail: string): void {
    this.#options.sightings.refusedOfDevice(device, reason, detail, this.#options.clock.now());
  }

  /** Of what names no device of ours. */
  refusedAtDoor(door: Caller['door'], reason: DoorRefusalReason, detail: string): void {
    this.#options.sightings.refusedAtDoor(door, reason, detail, this.#options.clock.now());
  }

  /** A device that nobody has; one that could not speak for itself is a refusal and no more. */
  caller(door: Caller['door'], urn: DeviceUrn, reason: Caller['reason']): void {
    const { clock, sightings } = this.#options;
    const network = networkOfUrn(urn);
    if (network) sightings.caller({ network, identifier: urn.id, door, reason }, clock.now());
    else this.refusedAtDoor(door, 'unknown-device', `${urn.kind} ${urn.id}`);
  }
}

export function faultOf({
  code,
  message,
  path,
}: {
  code: string;
  message: string;
  path?: string;
}): RefusalDetail {
  return { code, detail: message, path };
}

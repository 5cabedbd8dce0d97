import { hash } from 'node:crypto';
import { networkOfUrn } from '#server/mqtt/rules.ts';
import type { Clock } from '#server/platform/clock.ts';
import { type DeviceUrn, deviceUrn } from '#server/protocols/senml/device-urn.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import type { Allowances } from './allowances.ts';
import type { AcceptedMessage, KeptAnswer } from './message.ts';
import { type BodyForm, type DeviceMessage, timesOfMessage } from './read-senml.ts';
import type { RefusalDetail } from './refuse.ts';
import { type SigningDevice, signingDeviceDirectory } from './senml-devices.sql.ts';
import type { Caller } from './sightings.sql.ts';
import type { DeviceRefusalReason, DoorRefusalReason, Sightings } from './sightings.ts';
import { TimelessIdentities, type TimelessIdentity } from './timeless-identity.ts';

export interface SenmlIntakeOptions {
  changes: ConfigurationChanges;
  clock: Clock;
  sightings: Sightings;
  keep(message: AcceptedMessage): Promise<KeptAnswer>;
  allowances: Allowances;
}

export interface TakenMessage {
  kind: 'http.senml' | 'mqtt.senml';
  form: BodyForm;
  message: DeviceMessage;
  body: Uint8Array;
  receivedAt: Date;
  /** What its sender calls it; the same again is the same message. */
  key?: string | undefined;
  /** Whether its sender says that it may have come before; MQTT has a flag for that, HTTP says nothing. */
  isRepeated?: boolean;
}

export type Taken = { ok: true; stored: KeptAnswer } | { ok: false; fault: RefusalDetail };

/** What a device that is who it says it is has told, whichever door it came by. */
export class SenmlIntake {
  readonly devices;
  readonly #options: SenmlIntakeOptions;
  readonly #timeless = new TimelessIdentities();

  constructor(options: SenmlIntakeOptions) {
    this.#options = options;
    this.devices = signingDeviceDirectory(options.changes);
  }

  /** Milliseconds that it has to wait, as far as is known without asking; null where it may go on. */
  waitOf({ id }: SigningDevice): number | null {
    const { allowances, clock } = this.#options;
    return allowances.waitOf(id, clock.now().getTime());
  }

  /** Stored when this resolves, unless it cannot be, or not yet. */
  async take(device: SigningDevice, taken: TakenMessage): Promise<Taken> {
    const { kind, form, message, body, receivedAt } = taken;
    const times = timesOfMessage(message, receivedAt.getTime() / 1000);
    if (!times.ok) return { ok: false, fault: faultOf(times.error) };
    const { own, latest } = times.value;
    const { id, customerId, shard, active } = device;
    const { identity, earlier } = this.#identityOf(id, taken, own);
    const stored = await this.#options.keep({
      device: { id, customerId, shard, active },
      connectionId: null,
      kind,
      event: {
        kind: 'senml',
        urn: deviceUrn(message.device.kind, message.device.id),
        occurredAt: new Date(Math.round(latest * 1000)).toISOString(),
        identity,
        form,
        pack: message.pack,
      },
      body,
      receivedAt,
      limit: 'device',
      ...(earlier && { earlier }),
    });
    return { ok: true, stored };
  }

  #identityOf(deviceId: string, taken: TakenMessage, tellsTime: boolean): TimelessIdentity {
    const { body, key, receivedAt, isRepeated } = taken;
    if (key !== undefined) return { identity: `key|${key}` };
    const digest = hash('sha256', body, 'hex');
    if (tellsTime) return { identity: `senml|${digest}` };
    const now = receivedAt.getTime();
    return isRepeated === undefined
      ? this.#timeless.overHttp(digest, now)
      : this.#timeless.overMqtt(deviceId, digest, now, isRepeated);
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

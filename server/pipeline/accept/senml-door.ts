import { hash, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { recordsForDevice } from '#server/downlinks/answer-device.ts';
import { packFor } from '#server/downlinks/record-rules.ts';
import { firmwareOffer } from '#server/firmware/firmware-offer.ts';
import type { PlainAnswer } from '#server/http/problem.ts';
import type { Clock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { DeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import { ingestAnswers } from '../metrics.ts';
import { BODY_LIMITS, type IngestRequest } from './contract.ts';
import type { AcceptedMessage, StoredAnswer } from './message.ts';
import { OnceAnHour } from './once-an-hour.ts';
import {
  claimedDevice,
  type DeviceMessage,
  formOfBody,
  readDeviceMessage,
  timesOfMessage,
} from './read-senml.ts';
import { RecentBodies } from './recent-bodies.ts';
import { type RefusalCode, type RefusalDetail, refuse } from './refuse.ts';
import { type SigningDevice, signingDeviceDirectory } from './senml-devices.sql.ts';
import type { DeviceRefusalReason, Sightings } from './sightings.ts';

/** The addresses that devices post to themselves, and which identifier each knows them by. */
const NETWORKS = {
  '/ingestion/m2m/senml/v1': { network: 'cellular', kind: 'IMEI' },
  '/ingestion/ip/senml/v1': { network: 'generic', kind: 'DVNUUID' },
} as const;

type Entry = (typeof NETWORKS)[keyof typeof NETWORKS];

export function isSenmlPath(path: string): path is keyof typeof NETWORKS {
  return Object.hasOwn(NETWORKS, path);
}

/** More than this is a device that lost its way; its messages would hold up its customer's others. */
const RATE = { points: 600, duration: 10 };

/** Devices that nobody has, of which the log tells in an hour; the metrics count them all. */
const STRANGERS_AN_HOUR = 200;

const CODE_OF_REASON = {
  unauthorized: 'ingestion.token-wrong',
  malformed: 'ingestion.malformed',
  'too-many': 'ingestion.too-many',
} as const satisfies Record<DeviceRefusalReason, RefusalCode>;

type ToldRecords = Parameters<typeof packFor>[0];

interface SenmlDoorOptions {
  changes: ConfigurationChanges;
  clock: Clock;
  sightings: Sightings;
  keep(message: AcceptedMessage): Promise<StoredAnswer>;
}

/** M2M and Internet devices: SenML, signed with the device's shared secret; the answer carries what waits for the device. */
export class SenmlDoor {
  readonly #options: SenmlDoorOptions;
  readonly #devices;
  readonly #recent = new RecentBodies();
  readonly #rate = new RateLimiterMemory(RATE);
  readonly #strangers = new OnceAnHour(STRANGERS_AN_HOUR);

  constructor(options: SenmlDoorOptions) {
    this.#options = options;
    this.#devices = signingDeviceDirectory(options.changes);
  }

  async answer(request: IngestRequest): Promise<PlainAnswer> {
    const { path, method, headers, body } = request;
    const plain = (code: RefusalCode, more: RefusalDetail = {}) =>
      refuse(code, path, { ...more, door: 'senml' });
    if (!isSenmlPath(path)) return plain('ingestion.not-found');
    if (method !== 'POST') return plain('ingestion.method');
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
      return plain('ingestion.encoding', { detail: `Content-Encoding is ${encoding}` });
    if (body.length > BODY_LIMITS.device) return this.tooLarge(path);
    const form = formOfBody(headers['content-type'], body);
    if (form === null)
      return plain('ingestion.content-type', { detail: `Content-Type is ${headers['content-type']}` });
    const read = readDeviceMessage(form, body);
    const claimed = read.ok ? read.value.device : claimedDevice(form, body);
    const device = claimed && (await this.#find(NETWORKS[path], claimed));
    if (!device)
      return read.ok
        ? this.#unknown(NETWORKS[path], path, read.value.device)
        : plain('ingestion.malformed', faultOf(read.error));
    const refusal = this.#authenticate(device, request);
    if (refusal) return refusal;
    if (!read.ok) return this.#refused(device, path, 'malformed', faultOf(read.error));
    return this.#read(device, request, form, read.value);
  }

  tooLarge(path: string): PlainAnswer {
    return refuse('ingestion.too-large', path, {
      detail: `More than ${BODY_LIMITS.device} bytes`,
      door: 'senml',
    });
  }

  #find({ network, kind }: Entry, urn: DeviceUrn) {
    return urn.kind === kind ? this.#devices.find(`${network} ${urn.id}`) : null;
  }

  /** Whose it would be cannot be said: the operator of the platform finds it in the log. */
  #unknown({ network, kind }: Entry, path: string, urn: DeviceUrn): PlainAnswer {
    const isOfHere = urn.kind === kind;
    if (isOfHere && this.#strangers.isNew(urn.id, this.#options.clock.now()))
      log.info({ network, identifier: urn.id }, 'message of an unknown device refused');
    const detail = isOfHere
      ? `${kind} ${urn.id}`
      : `Devices that post to this address are named by their ${kind}, this one by its ${urn.kind}`;
    return refuse('ingestion.unknown-device', path, { detail, door: 'senml' });
  }

  /** Over the exact bytes that came. */
  #authenticate(device: SigningDevice, { path, headers, body }: IngestRequest): PlainAnswer | null {
    const given = headers['things-message-token']?.trim() ?? '';
    if (given === '') {
      const detail = 'Send the SHA-256 of the body followed by the shared secret as "Things-Message-Token"';
      return this.#refused(device, path, 'unauthorized', { code: 'ingestion.token-missing', detail });
    }
    if (device.secret === null) {
      const detail = 'This device has no shared secret yet';
      return this.#refused(device, path, 'unauthorized', { detail });
    }
    if (isSame(given.toLowerCase(), messageToken(body, device.secret))) return null;
    const detail = 'The token is not the SHA-256 of this body followed by the shared secret of the device';
    return this.#refused(device, path, 'unauthorized', { detail });
  }

  async #read(
    device: SigningDevice,
    { path, body }: IngestRequest,
    form: 'json' | 'cbor',
    message: DeviceMessage,
  ): Promise<PlainAnswer> {
    const receivedAt = this.#options.clock.now();
    const wait = await this.#tooMany(device);
    if (wait) return this.#refused(device, path, 'too-many', { retryAfterSeconds: wait });
    const times = timesOfMessage(message, receivedAt.getTime() / 1000);
    if (!times.ok) return this.#refused(device, path, 'malformed', faultOf(times.error));
    const { own, latest } = times.value;
    const digest = hash('sha256', body, 'hex');
    const told = own ? '' : `|${this.#recent.heardAt(`${device.id}|${digest}`, receivedAt.getTime())}`;
    const { id, customerId, shard, active } = device;
    const stored = await this.#options.keep({
      device: { id, customerId, shard, active },
      connectionId: null,
      kind: 'http.senml',
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
    return this.#answered(device, message, stored, receivedAt);
  }

  /** Seconds to wait; null where it may go on. */
  #tooMany({ id }: SigningDevice): Promise<number | null> {
    return this.#rate.consume(id).then(
      () => null,
      ({ msBeforeNext }: { msBeforeNext: number }) => Math.max(1, Math.ceil(msBeforeNext / 1000)),
    );
  }

  /** One waiting downlink at a time, else an empty pack. A deactivated device is told nothing. */
  async #answered(
    device: SigningDevice,
    { device: urn }: DeviceMessage,
    stored: StoredAnswer,
    now: Date,
  ): Promise<PlainAnswer> {
    ingestAnswers.inc({ door: 'senml', outcome: stored.status });
    const told = device.active ? await this.#toldTo(device, stored, now) : [];
    const pack = told.length > 0 ? packFor(told, deviceUrn(urn.kind, urn.id)) : [];
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        ...(stored.status === 'accepted' ? { 'things-message-id': String(stored.id) } : {}),
      },
      body: JSON.stringify(pack),
    };
  }

  async #toldTo(device: SigningDevice, stored: StoredAnswer, receivedAt: Date): Promise<ToldRecords> {
    const { id: deviceId, hasDownlink, firmware } = device;
    if (hasDownlink) {
      const heard = { deviceId, isNew: stored.status === 'accepted', receivedAt };
      try {
        const records = await recordsForDevice(heard, this.#options.clock.now());
        if (records.length > 0) return records;
      } catch (err) {
        // The message is stored: it is answered as such, and the downlink goes out with the next.
        log.warn({ err, deviceId }, 'a downlink could not be read');
        return [];
      }
    }
    return firmware ? ((await firmwareOffer(device, firmware, receivedAt)) as ToldRecords) : [];
  }

  #refused(
    device: SigningDevice,
    path: string,
    reason: DeviceRefusalReason,
    more: RefusalDetail,
  ): PlainAnswer {
    this.#options.sightings.refusedOfDevice(device, reason, more.detail ?? reason, this.#options.clock.now());
    return refuse(CODE_OF_REASON[reason], path, { ...more, door: 'senml' });
  }
}

function faultOf({ code, message, path }: { code: string; message: string; path?: string }): RefusalDetail {
  return { code, detail: message, path };
}

/** Both are digests of one length, unless what was given is none. */
function isSame(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

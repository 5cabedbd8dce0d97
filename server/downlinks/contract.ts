import { z } from 'zod';
import { byIdSchema, idSchema, lineSchema } from '#server/platform/contract.ts';

export const DOWNLINK_STATES = ['PENDING', 'EXECUTING', 'DELIVERED', 'FAILED', 'CANCELLED'] as const;
export type DownlinkState = (typeof DOWNLINK_STATES)[number];

/** Ways that one goes out: by a network server, in the answer to the device's next message, over its MQTT connection. */
export const DOWNLINK_CHANNELS = ['lora', 'http', 'mqtt'] as const;
export type DownlinkChannel = (typeof DOWNLINK_CHANNELS)[number];

/** Why one failed or was cancelled; `rest-api.md` §6.2 names them. */
export const DOWNLINK_REASONS = [
  'CANCELLED',
  'FEEDBACK_TIMEOUT',
  'NOT_ACKNOWLEDGED_BY_DEVICE',
  'FAILED_TO_TRANSMIT_TO_DEVICE',
  'FAILED_TO_ENQUEUE_FOR_TRANSMISSION',
  'EVICTED',
] as const;
export type DownlinkReason = (typeof DOWNLINK_REASONS)[number];

/** Waiting for a device at a time; the next is refused. */
export const MAX_PENDING = 5;
/** The longest LoRaWAN application payload of EU868 that every network passes on (RP002, repeater compatible). */
export const MAX_LORA_BYTES = 222;
export const MAX_SENML_RECORDS = 50;
const MAX_SENML_TEXT = 4_000;

const DURATION = /^P(?=.)(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** Seconds of a duration of days, hours, minutes and seconds (ISO 8601); null for what is none. A day has 24 hours. */
export function secondsOfDuration(text: string): number | null {
  const parts = DURATION.exec(text);
  if (!parts) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
}

/** One form of each duration: `P1DT2H`. */
export function durationOfSeconds(seconds: number): string {
  const part = (count: number, unit: string) => (count > 0 ? `${Math.floor(count)}${unit}` : '');
  const days = part(Math.floor(seconds / 86_400), 'D');
  const time = [
    part(Math.floor(seconds / 3_600) % 24, 'H'),
    part(Math.floor(seconds / 60) % 60, 'M'),
    part(seconds % 60, 'S'),
  ].join('');
  return time === '' && days !== '' ? `P${days}` : `P${days}T${time || '0S'}`;
}

const MIN_FEEDBACK_SECONDS = 600;
export const MAX_FEEDBACK_SECONDS = 7 * 86_400;
const DEFAULT_FEEDBACK_TIMEOUT = 'P1D';

/** How long the device has to answer, from the moment it is this downlink's turn. */
const feedbackTimeoutSchema = z
  .string()
  .max(40)
  .refine((text) => secondsOfDuration(text) !== null, 'downlinks.not-a-duration')
  .refine(
    (text) => (secondsOfDuration(text) ?? MIN_FEEDBACK_SECONDS) >= MIN_FEEDBACK_SECONDS,
    'downlinks.timeout-too-short',
  )
  .refine((text) => (secondsOfDuration(text) ?? 0) <= MAX_FEEDBACK_SECONDS, 'downlinks.timeout-too-long');

const payloadHexSchema = z
  .string()
  .transform((text) => text.replace(/[\s:-]/g, '').toLowerCase())
  .pipe(
    z
      .string()
      .min(1, 'downlinks.payload-empty')
      .max(2 * MAX_LORA_BYTES, 'downlinks.payload-too-long')
      .regex(/^(?:[0-9a-f]{2})*$/, 'downlinks.not-hex'),
  );

/** The bytes as they go to the device; always confirmed. */
export const loraMethodSchema = z.strictObject({
  type: z.literal('lora'),
  /** FPort. */
  port: z.int('downlinks.bad-port').min(1, 'downlinks.bad-port').max(223, 'downlinks.bad-port'),
  payloadHex: payloadHexSchema,
});

/** Records without a base name: the platform adds the device's. */
export const senmlMethodSchema = z.strictObject({
  type: z.literal('senml'),
  records: z
    .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))
    .min(1, 'downlinks.no-records')
    .max(MAX_SENML_RECORDS, 'downlinks.too-many-records')
    .refine((records) => JSON.stringify(records).length <= MAX_SENML_TEXT, 'downlinks.payload-too-long'),
});

export const downlinkMethodSchema = z.discriminatedUnion('type', [loraMethodSchema, senmlMethodSchema]);
export type DownlinkMethod = z.output<typeof downlinkMethodSchema>;

/** What is to be done, whichever device is told. */
export const instructionSchema = z.strictObject({
  method: downlinkMethodSchema,
  feedbackTimeout: feedbackTimeoutSchema.default(DEFAULT_FEEDBACK_TIMEOUT),
  /** More tries after the first. */
  retryLimit: z.int().min(0).max(10).default(0),
  /** Everything but the sending; it ends as delivered. */
  dryRun: z.boolean().default(false),
});
export type Instruction = z.output<typeof instructionSchema>;

export const downlinkCreateSchema = instructionSchema.extend({
  deviceId: idSchema,
  /** The caller's own name for it, once for each customer. */
  externalReference: lineSchema(255)
    .nullish()
    .transform((text) => text || null),
});
export type DownlinkCreate = z.output<typeof downlinkCreateSchema>;

export const downlinkCancelSchema = byIdSchema.extend({
  /** Also one that is under way: that it is delivered all the same cannot be excluded then. */
  forced: z.boolean().default(false),
});
export type DownlinkCancel = z.output<typeof downlinkCancelSchema>;

export interface Downlink {
  id: string;
  device: { id: string; name: string };
  state: DownlinkState;
  reason: DownlinkReason | null;
  /** In the words of the network server, or a code of ours, where there are any. */
  detail: string | null;
  method: DownlinkMethod;
  feedbackTimeout: string;
  retryLimit: number;
  dryRun: boolean;
  externalReference: string | null;
  /** Times it was given to the network or the device. */
  tries: number;
  createdAt: Date;
  createdBy: string;
  modifiedAt: Date;
  /** Its turn came. */
  startedAt: Date | null;
  /** It was given to the network server (LoRa) or to the device (HTTP, MQTT), the last time. */
  sentAt: Date | null;
  endedAt: Date | null;
  /** It fails without an answer by then. */
  timeoutAt: Date | null;
}

/** Why nothing can be sent, each with something to do about it. */
export const OFFER_OBSTACLES = [
  /** Its type is managed: nobody but the platform's operator knows what its payloads mean. */
  'managed',
  /** The device is deactivated: activate it. */
  'deactivated',
  /** It is in no flow: add it to one. */
  'no-flow',
  /** It has no network adapter: add one. */
  'no-network',
  /** LoRa: it is linked to no LoRa network: register it on one. */
  'not-on-network',
  /** LoRa: the connection has no API settings, or is switched off: set the connection up. */
  'connection-not-set-up',
  /** LoRa: nothing can be sent through network servers of this kind yet; another network can. */
  'network-cannot-send',
  /** M2M, Internet: it has neither a shared secret nor an MQTT password, so it cannot fetch anything: make one. */
  'no-secret',
] as const;
export type OfferObstacle = (typeof OFFER_OBSTACLES)[number];

/** What a device can be sent now. */
export type DownlinkOffer =
  | {
      kind: 'lora';
      /** Longest payload at the data rate the device was last heard with. */
      maxBytes: number;
      /** null: never heard, the slowest is assumed. */
      spreadingFactor: number | null;
      connection: { id: string; name: string };
      pending: number;
    }
  | {
      kind: 'senml';
      urn: string;
      pending: number;
      /** Those that are open to it, the one that is taken unless another is asked for first. */
      channels: Exclude<DownlinkChannel, 'lora'>[];
    }
  | { kind: 'none'; obstacle: OfferObstacle };

export interface DownlinkFacts {
  offer: DownlinkOffer;
  /** So many have not ended. */
  open: number;
}

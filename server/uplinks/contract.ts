import { z } from 'zod';
import type { DeliveryLogItem } from '#server/deliveries/log-contract.ts';
import type { Measurement } from '#server/measurements/contract.ts';
import { bigIdSchema, idSchema } from '#server/platform/contract.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { NetworkLocation } from '#server/protocols/lorawan/event.ts';
import type { MacCommand } from '#server/protocols/lorawan/mac-commands.ts';
import type { SenmlPack } from '#server/protocols/senml/record.ts';
import type { SandboxError, SandboxLog } from '#server/sandbox/contract.ts';
import type { RecordEffect } from '#server/twins/contract.ts';

export const UPLINK_KINDS = [
  'lora.uplink',
  'lora.join',
  'lora.ack',
  'lora.downlink-sent',
  'lora.log',
  'lora.status',
  'lora.location',
  'http.senml',
  'mqtt.senml',
  'digitalmatter.record',
] as const;
export type UplinkKind = (typeof UPLINK_KINDS)[number];

/** As readers choose: a join is what the device asks or what the network answers. */
export const MESSAGE_KINDS = [
  ...UPLINK_KINDS.filter((kind) => kind !== 'lora.join'),
  'lora.join-request',
  'lora.join-accept',
] as const;

/** Whether the sender wants its frame acknowledged; `ack`: it acknowledges one of the other side. */
export const CONFIRMATIONS = ['confirmed', 'unconfirmed', 'ack'] as const;
export type Confirmation = (typeof CONFIRMATIONS)[number];

export const uplinkByIdSchema = z.strictObject({ id: bigIdSchema, deviceId: idSchema.optional() });
export type UplinkById = z.output<typeof uplinkByIdSchema>;

const instantSchema = z.union([z.date(), z.iso.datetime({ offset: true })]).transform((at) => new Date(at));

export const pulseQuerySchema = z
  .strictObject({
    deviceIds: z.array(idSchema).min(1).max(200),
    from: instantSchema,
    to: instantSchema,
    slots: z.number().int().min(1).max(1440).default(96),
  })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'must lie after from' });
export type PulseQuery = z.output<typeof pulseQuerySchema>;

/** One slot of a device's pulse; slots in which nothing happened are left out. */
export interface PulseSlot {
  /** 0 is the slot that begins at `from`. */
  slot: number;
  uplinks: number;
  downlinks: number;
  joins: number;
  failed: number;
  /** Strongest, effective signal power in dBm. */
  signal: number | null;
  /** Newest message of the slot. */
  lastUplinkId: number;
  lastAt: Date;
}

/**
 * What of a message is out of the ordinary: `gap`, frames before it are missing · `reset`, its counter began anew without
 * a join (ChirpStack: UPLINK_F_CNT_RESET) · `retransmission`, its counter was there already (UPLINK_F_CNT_RETRANSMISSION) ·
 * `late`, newer ones were accepted before it · `ahead` and `behind`, its clock is more than a day off.
 */
export const FRAME_MARKS = ['gap', 'reset', 'retransmission', 'late', 'ahead', 'behind'] as const;
export interface FrameMark {
  mark: (typeof FRAME_MARKS)[number];
  /** Frames that are missing; seconds that the clock is off or the message was late. */
  count: number;
}

export type MessageState = 'waiting' | 'recorded' | 'failed' | 'not-processed' | 'history';

export interface UplinkListItem {
  id: number;
  deviceId: string;
  receivedAt: Date;
  occurredAt: Date;
  kind: UplinkKind;
  fCntUp: number | null;
  fPort: number | null;
  signal: number | null;
  spreadingFactor: number | null;
  /** As accepted: radio, gateways, payload, MAC commands; or the SenML of the device itself. */
  event: DeviceEvent;
  /** waiting: not recorded yet · recorded · failed: no decoder could make records · not-processed: the device was deactivated · history: a kind that is kept only. */
  state: MessageState;
  packs: number;
  failures: number;
  /** What is out of the ordinary with its place among the others, or with its clock. */
  marks: FrameMark[];
  deliveries: { delivered: number; failed: number; waiting: number };
  /** Of an uplink: where the network solved its device to be after it went by, and the message that told it. */
  solved: { uplinkId: number; receivedAt: Date; location: NetworkLocation } | null;
  /** Of such a location: the uplink that it was solved from. */
  solvedFrom: number | null;
  /** Of a downlink whose payload the network server does not repeat: what our own queue sent, and which downlink that is. */
  asked: { id: string; fPort: number; payload: string } | null;
}

export interface UplinkStep {
  decoder: { id: string; name: string; kind: 'built-in' | 'script'; own: boolean };
  /** Number and id of the script's version that ran. */
  version: { id: string; number: number | null } | null;
  packId: number | null;
  time: Date | null;
  senml: SenmlPack | null;
  records: Measurement[] | null;
  failure: SandboxError | null;
  logs: SandboxLog[];
  /** What each of the records was to the twin, in their order. */
  effects: RecordEffect[];
  /** Flows of the device in which this decoder is switched on for its type, as they are now. */
  flows: { id: string; name: string }[];
}

/** A MAC command with the message that carried it. */
export interface ToldMacCommand extends MacCommand {
  uplinkId: number;
  receivedAt: Date;
}

/** What one side asked and the other answered; one half of it came with the message that is looked at. */
export interface MacExchange {
  request: ToldMacCommand | null;
  answer: ToldMacCommand | null;
}

export interface Uplink extends UplinkListItem {
  device: { id: string; name: string; urn: string; deviceTypeId: string };
  connection: { id: string; name: string; provider: string } | null;
  /** The exact bytes as received. */
  raw: { length: number; base64: string; text: string | null };
  /** Read out of FOpts or FPort 0; empty where there are none or the server does not tell them. */
  macExchanges: MacExchange[];
  steps: UplinkStep[];
  deliveries: UplinkListItem['deliveries'];
  deliveryLog: DeliveryLogItem[];
  /** That it was run through its decoders again, the newest first. */
  replays: PastReplay[];
}

export interface PastReplay {
  id: string;
  at: Date;
  actor: string;
  into: { history: boolean; twin: boolean; deliveries: number };
}

/** Of the last hours, by reason; nothing of the messages' content is kept. */
export interface DeviceRefusal {
  reason: string;
  count: number;
  lastAt: Date;
  lastDetail: string | null;
}

/** Kinds of messages that a script can be given. */
export const SAMPLE_KINDS = [
  'lora.uplink',
  'lora.location',
  'http.senml',
  'mqtt.senml',
  'digitalmatter.record',
] as const satisfies readonly UplinkKind[];

export const samplesQuerySchema = z.strictObject({
  deviceTypeIds: z.array(idSchema).max(50),
  deviceId: idSchema.optional(),
  fPort: z.coerce.number().int().min(0).max(255).optional(),
  /** Whose failures are told with the messages. */
  decoderId: idSchema.optional(),
  /** Those alone that it could make nothing of. */
  failed: z.stringbool().default(false),
});
export type SamplesQuery = z.output<typeof samplesQuerySchema>;

/** A message that was really received, short enough to choose from. */
export interface MessageSample {
  uplinkId: number;
  receivedAt: Date;
  kind: (typeof SAMPLE_KINDS)[number];
  fPort: number | null;
  frmPayload: string | null;
  device: { id: string; name: string };
  /** Why the asked decoder made nothing of it. */
  error: string | null;
}

/** Where a network solved a device to be. */
export interface SolvedPlace {
  latitude: number;
  longitude: number;
  /** Metres within which it was. */
  radius: number | null;
  at: Date;
}

/** Of a device: what was told more than once in the last 48 hours, and a clock that is more than a day off by now. */
export interface Disorder {
  repeated: { count: number; lastAt: Date } | null;
  clock: { mark: 'ahead' | 'behind'; seconds: number; uplinkId: number; at: Date } | null;
}

import type { DeliveryState } from '#server/deliveries/contract.ts';
import type { Device } from '#server/devices/contract.ts';
import type { FlowFacts } from '#server/flows/contract.ts';
import type { Refusal, UnknownDevice } from '#server/lora-networks/contract.ts';
import type { LoraDetail } from '#server/lora-registrations/contract.ts';
import type { Project } from '#server/projects/contract.ts';
import type { Reported } from '#server/twins/contract.ts';
import type { DeviceRefusal, UplinkKind } from '#server/uplinks/contract.ts';

/** What the rules decide from: each part is read by one bounded, indexed read. */

/** One message as the rules read it; of an uplink's radio only what tells. */
export interface Frame {
  id: number;
  /** When we accepted it. */
  at: Date;
  occurredAt: Date;
  kind: UplinkKind;
  connectionId: string | null;
  fCntUp: number | null;
  fPort: number | null;
  signal: number | null;
  spreadingFactor: number | null;
  processed: boolean;
  confirmed: boolean;
  /** null: its network server does not tell. */
  adr: boolean | null;
  adrAckReq: boolean;
  /** Of data frames: whether there is anything for a decoder to read. */
  hasPayload: boolean;
  devAddr: string | null;
  /** MAC commands of the device, or of the network in a downlink; hex. */
  mac: string;
  /** Joins: whether the network answered. */
  accepted: boolean;
  joinEui: string | null;
  /** Remarks of the network server. */
  code: string | null;
  text: string | null;
  /** Answer to DevStatusReq, percent. */
  battery: number | null;
}

/** What became of one of the newest messages. */
export interface Fate {
  id: number;
  at: Date;
  queued: boolean;
  packs: number;
  failures: number;
}

export interface LastFailure {
  messageId: number;
  at: Date;
  decoderId: string;
  text: string;
  line: number | null;
  logs: string[];
}

/** A delivery of one of the newest messages, or the newest that failed at a destination. */
export interface DeliveryFact {
  id: number;
  messageId: number;
  destinationId: string;
  flowId: string;
  /** Of what went along with another delivery, that one's. */
  state: DeliveryState;
  receivedAt: Date;
  /** Of its last attempt; null where there was none yet. */
  at: Date | null;
  attempts: number;
  status: number | null;
  error: string | null;
  text: string | null;
}

export interface ConnectionFact {
  id: string;
  name: string;
  provider: string;
  isOwn: boolean;
  enabled: boolean;
  /** Of the platform's connections it is not told. */
  lastMessageAt: Date | null;
  /** Devices registered through it, this one not counted. */
  others: number;
  refusals: Pick<Refusal, 'reason' | 'count' | 'lastAt' | 'lastDetail'>[];
}

export interface SimFact {
  id: string;
  iccid: string;
  status: string;
  /** A change of its status that was refused, or is on its way. */
  change: { wanted: string; state: 'pending' | 'failed'; error: string | null } | null;
  sessionStartedAt: Date | null;
  /** The platform told of its sessions. */
  usageReadAt: Date | null;
  cycleSessions: number | null;
}

export interface Suspension {
  decoderId: string;
  at: Date;
}

/** Waits to be decoded although it was accepted long ago. */
export interface Backlog {
  waiting: number;
  oldestAt: Date | null;
  /** Messages of these devices' shards wait in a stream since then; of whom they are nobody knows until they are recorded. */
  streamedSince: Date | null;
  /** So many wait there, of whoever. */
  streamed: number;
}

/** Of one measurement of the battery, or of all in a bucket of hours. */
export interface BatteryPoint {
  at: Date;
  value: number;
  n: number;
}

export interface DeviceFacts {
  now: Date;
  device: Omit<Device, 'records'>;
  registration: LoraDetail | null;
  /** It may sign in to MQTT. */
  hasPassword: boolean;
  sim: SimFact | null;
  /** Those that its network server may tell of it through: its own registration's, else all that are usable. */
  connections: ConnectionFact[];
  unknown: UnknownDevice[];
  /** Newest first. */
  frames: Frame[];
  refusals: DeviceRefusal[];
  reported: Reported;
  /** What it told of its battery over a month; null: nothing. */
  batteryTrend: { unit: string; points: BatteryPoint[] } | null;
  fates: Fate[];
  backlog: Backlog;
  failures: LastFailure[];
  suspended: Suspension[];
  /** Since when a decoder of one of its flows reads its messages; null: none does. */
  decodingSince: Date | null;
  flows: FlowFacts[];
  deliveries: DeliveryFact[];
  project: Pick<Project, 'id' | 'name' | 'limits' | 'used'> | null;
}

/** A flow, or a destination with the flows that lead to it: many devices at once. */
export interface FlowSubjectFacts {
  now: Date;
  subject: { kind: 'flow' | 'destination'; id: string; name: string };
  flows: FlowFacts[];
  devices: DevicesFact;
  failures: LastFailure[];
  suspended: Suspension[];
  backlog: Backlog;
  deliveries: DeliveryFact[];
  project: DeviceFacts['project'];
}

export interface DevicesFact {
  total: number;
  deactivated: number;
  silent: number;
  neverHeard: number;
  /** Never heard, and not expected yet. */
  waiting: number;
  lastMessageAt: Date | null;
  /** Some of those that are silent, the longest silent first, then of those never heard. */
  silentOnes: { id: string; name: string; lastMessageAt: Date | null }[];
  neverOnes: { id: string; name: string }[];
}

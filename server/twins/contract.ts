/** Most recent value of one measurement name; a value of `twins.reported`. */
export interface ReportedValue {
  v?: number;
  vs?: string;
  vb?: boolean;
  vd?: string;
  /** SenML sum, where the record carried one. */
  s?: number;
  u?: string;
  /** Unix seconds, the record's own. */
  t: number;
  /** Breaks ties of equal times; see frameOrder. */
  o: string;
}

export type Reported = Record<string, ReportedValue>;

/** Which message a record came with. */
export interface MessageOrder {
  /** null for messages without a frame counter. */
  fCntUp: number | null;
  /** Hex of a hash over what the device sent: the same however and whenever the message arrived. */
  contentHash: string;
  receivedAt: Date;
}

export interface MergeResult {
  /** The object that came in when nothing changed. */
  reported: Reported;
  /** Names whose value is now another. */
  changed: string[];
  /** Names of records dated more than a day ahead: kept in history, not in the twin. */
  future: string[];
}

/** What a record of a message was to the twin when the message came. */
export interface RecordEffect {
  /** older: the twin had a newer one, or another record of the message is newer; ahead: a clock that cannot be right. */
  effect: 'new' | 'changed' | 'same' | 'older' | 'ahead';
  before: ReportedValue | null;
}

export interface ReportedChange {
  name: string;
  before: ReportedValue | null;
  after: ReportedValue | null;
}

/** What was last asked of a device by a name; a value of `twins.desired`. */
export interface DesiredValue {
  v?: number;
  vs?: string;
  vb?: boolean;
  vd?: string;
  u?: string;
  /** ISO 8601. */
  at: string;
  /** Which downlink tells the device. */
  downlinkId: string;
}

export type Desired = Record<string, DesiredValue>;

/** requested: waits for its turn · under-way · delivered: the device has not said since · in-sync · drifted: it says something else · failed. */
export type DesiredState = 'requested' | 'under-way' | 'delivered' | 'in-sync' | 'drifted' | 'failed';

export type TwinSection = 'device' | 'other';

export type OnlineState = 'online' | 'late' | 'silent' | 'never';

/** What the platform derives itself; the value of `twins.observed`. */
export interface Observed {
  /** ISO 8601. */
  lastMessageAt: string;
  /** Seconds between the two latest messages; null before the second. */
  intervalSeconds: number | null;
  /** Learned rhythm, seconds from burst to burst; what comes alone is one. */
  learnedIntervalSeconds: number | null;
  /** What that is learned from; none before the first data message. */
  bursts?: Bursts;
  /** Lost share of the last frames by their counters, 0…1; null where it cannot be known. */
  loss: number | null;
  /** What was heard of its last sessions, newest first. */
  sessions: CountedSession[];
  /** Effective signal power of the uplink that was heard last, dBm. */
  lastSignal: number | null;
  joinCount: number;
}

/** Data messages as they were accepted, those that came at once as one. */
export interface Bursts {
  /** First and latest message of the latest burst, Unix ms. */
  from: number;
  to: number;
  /** Seconds from the first message of a burst to that of the next, newest last. */
  gaps: number[];
}

/** Frame counters of one session of a device. */
export interface CountedSession {
  devAddr: string | null;
  /** When its newest frame was heard, by the network's clock; Unix ms. */
  at: number;
  /** The same of its first, where its counter began anew under an address that was in use before. */
  since?: number;
  /** Newest frame counter; −1 before the first. */
  last: number;
  /** One digit a frame counter, newest last: 1 heard, 0 missing. At most LOSS_WINDOW. */
  frames: string;
  /** Its join was heard. */
  isJoined?: true;
}

/** What `observe` needs of a message. */
export interface ObservedMessage {
  kind: 'uplink' | 'join';
  receivedAt: Date;
  /** By the clock of its network or its own; Unix ms. */
  occurredAt: number;
  /** The session that it is of, or begins; null where that is not told. */
  devAddr: string | null;
  fCntUp: number | null;
  signal: number | null;
}

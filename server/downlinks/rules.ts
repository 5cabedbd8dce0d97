import type { Network } from '#server/device-types/contract.ts';
import { DomainError } from '#server/platform/errors.ts';
import { dataRateIndex, maxPayloadSize } from '#server/protocols/lorawan/data-rate.ts';
import {
  type DownlinkChannel,
  type DownlinkMethod,
  type DownlinkOffer,
  type DownlinkReason,
  type DownlinkState,
  MAX_LORA_BYTES,
  MAX_PENDING,
  type OfferObstacle,
} from './contract.ts';

/** What decides what a device can be sent. */
export interface OfferFacts {
  isManaged: boolean;
  isActive: boolean;
  isInFlow: boolean;
  adapters: readonly { network: Network; urn: string }[];
  /** Last heard with. */
  spreadingFactor: number | null;
  hasSecret: boolean;
  /** It signs in to MQTT. */
  hasMqtt: boolean;
  pending: number;
  /** Where it is registered; `isReady`: its API can be asked, `canSend`: also for this. */
  connection: { id: string; name: string; isReady: boolean; canSend: boolean } | null;
}

const none = (obstacle: OfferObstacle): DownlinkOffer => ({ kind: 'none', obstacle });

export function offerOf(facts: OfferFacts): DownlinkOffer {
  const { adapters, connection, pending, spreadingFactor } = facts;
  const [first] = adapters;
  if (facts.isManaged) return none('managed');
  if (!facts.isActive) return none('deactivated');
  if (!facts.isInFlow) return none('no-flow');
  if (!first) return none('no-network');
  const direct = adapters.find(({ network }) => network !== 'lora');
  const isLora = adapters.some(({ network }) => network === 'lora');
  // Of a device on both kinds of networks the radio is the one that reaches it at any time.
  if (isLora && (connection || !direct)) {
    if (!connection) return none('not-on-network');
    if (!connection.isReady) return none('connection-not-set-up');
    if (!connection.canSend) return none('network-cannot-send');
    const { id, name } = connection;
    return {
      kind: 'lora',
      maxBytes: maxBytesAt(spreadingFactor),
      spreadingFactor,
      connection: { id, name },
      pending,
    };
  }
  // Whoever sets a password for MQTT means to use it: there a device hears at once.
  const channels = [
    ...(facts.hasMqtt ? (['mqtt'] as const) : []),
    ...(facts.hasSecret ? (['http'] as const) : []),
  ];
  return channels.length > 0
    ? { kind: 'senml', urn: (direct ?? first).urn, pending, channels }
    : none('no-secret');
}

/** RP002-1.0.x §2.4.6, repeater compatible; of a device that was never heard what every data rate carries. */
export function maxBytesAt(spreadingFactor: number | null): number {
  const dr = spreadingFactor === null ? null : dataRateIndex(spreadingFactor);
  return Math.min(MAX_LORA_BYTES, maxPayloadSize(dr ?? 0) ?? MAX_LORA_BYTES);
}

/**
 * Refuses what the device cannot be sent now; else the way that it goes.
 * @param wanted by no other way than this
 */
export function channelFor(
  method: DownlinkMethod,
  offer: DownlinkOffer,
  wanted?: DownlinkChannel | undefined,
): DownlinkChannel {
  if (offer.kind === 'none') throw new DomainError(`downlinks.cannot-send.${offer.obstacle}`, 'conflict');
  if (offer.kind !== method.type) throw new DomainError('downlinks.wrong-method', 'invalid');
  if (offer.pending >= MAX_PENDING)
    throw new DomainError('downlinks.queue-full', 'conflict', { limit: MAX_PENDING });
  if (offer.kind === 'senml') return channelOf(offer.channels, wanted);
  if (method.type === 'lora' && method.payloadHex.length / 2 > offer.maxBytes)
    throw new DomainError('downlinks.payload-too-long-now', 'invalid', { limit: offer.maxBytes });
  return 'lora';
}

function channelOf(
  channels: readonly DownlinkChannel[],
  wanted: DownlinkChannel | undefined,
): DownlinkChannel {
  const channel = channels.find((one) => wanted === undefined || one === wanted);
  if (!channel)
    throw new DomainError(
      wanted === 'mqtt' ? 'downlinks.no-mqtt' : 'downlinks.cannot-send.no-secret',
      'conflict',
    );
  return channel;
}

export interface Ending {
  state: Extract<DownlinkState, 'DELIVERED' | 'FAILED' | 'CANCELLED'>;
  reason: DownlinkReason | null;
  detail?: string | null;
}

export const DELIVERED: Ending = { state: 'DELIVERED', reason: null };
export const CANCELLED: Ending = { state: 'CANCELLED', reason: 'CANCELLED' };

/** What is under way may arrive all the same: it counts as failed, not as cancelled. */
export function decideCancel(state: DownlinkState, forced: boolean): Ending {
  if (state === 'PENDING') return CANCELLED;
  if (state === 'EXECUTING' && forced) return { state: 'FAILED', reason: 'CANCELLED' };
  throw new DomainError('downlinks.not-cancellable', 'conflict', { state });
}

/** What a network server told of a device since its downlink was queued. */
export interface NetworkWord {
  /** log: what waited at the network server was thrown away, `queueItem` naming all of it with blanks between. */
  kind: 'uplink' | 'ack' | 'downlink-sent' | 'log';
  occurredAt: Date;
  receivedAt: Date;
  queueItem: string | null;
  /** The uplink carries the ACK flag; the acknowledgement is one; the downlink left a gateway. */
  yes: boolean;
  failure: string | null;
}

/** Network servers tell of an uplink and of the acknowledgement in it by two messages, in any order. */
export const ACK_MAY_FOLLOW_MS = 30_000;

/**
 * What became of a confirmed LoRa downlink (TS001 §4.3.1.2: the next uplink acknowledges it); null while it is open.
 * The uplink that opens the receive window is not the answer: the one after it is.
 * @param words since it was queued
 */
export function verdictOf(queueItem: string | null, words: readonly NetworkWord[], now: Date): Ending | null {
  const isOurs = (word: NetworkWord) =>
    queueItem === null ||
    word.queueItem === null ||
    word.queueItem.toLowerCase().split(' ').includes(queueItem.toLowerCase());
  const inOrder = [...words].sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  const answer = inOrder.find((word) => word.kind === 'ack' && isOurs(word));
  if (answer) return answer.yes ? DELIVERED : notAcknowledged;
  const sent = inOrder.filter((word) => word.kind === 'downlink-sent' && isOurs(word));
  const left = sent.find(({ yes }) => yes);
  const uplinks = inOrder.filter(({ kind }) => kind === 'uplink');
  if (!left && sent[0])
    return { state: 'FAILED', reason: 'FAILED_TO_TRANSMIT_TO_DEVICE', detail: sent[0].failure };
  const thrownAway = inOrder.find((word) => word.kind === 'log' && isOurs(word));
  if (!left && thrownAway)
    return { state: 'FAILED', reason: 'FAILED_TO_TRANSMIT_TO_DEVICE', detail: thrownAway.failure };
  const next = left ? uplinks.find(({ occurredAt }) => occurredAt > left.occurredAt) : uplinks[1];
  if (!next) return null;
  if (next.yes) return DELIVERED;
  return now.getTime() - next.receivedAt.getTime() >= ACK_MAY_FOLLOW_MS ? notAcknowledged : null;
}

const notAcknowledged: Ending = { state: 'FAILED', reason: 'NOT_ACKNOWLEDGED_BY_DEVICE' };

/** Whether what failed on its way is sent once more. */
export function isTriedAgain(
  ending: Ending,
  { tries, retryLimit }: { tries: number; retryLimit: number },
): boolean {
  const onItsWay =
    ending.reason === 'NOT_ACKNOWLEDGED_BY_DEVICE' || ending.reason === 'FAILED_TO_TRANSMIT_TO_DEVICE';
  return onItsWay && tries <= retryLimit;
}

/** What was never given to anybody was not sent; else the device did not answer in time. */
export function timeoutOf({ channel, isSent }: { channel: DownlinkChannel; isSent: boolean }): Ending {
  if (isSent || channel === 'http') return { state: 'FAILED', reason: 'FEEDBACK_TIMEOUT' };
  const reason = channel === 'lora' ? 'FAILED_TO_ENQUEUE_FOR_TRANSMISSION' : 'FAILED_TO_TRANSMIT_TO_DEVICE';
  return { state: 'FAILED', reason };
}

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

/** A network server that gives no answer is asked again, ever more seldom, until the time for feedback is over. */
export function askAgainAt(failures: number, now: Date, random: number): Date {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(10, failures));
  return new Date(now.getTime() + pause * (0.75 + random / 2));
}

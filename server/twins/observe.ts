import { isoInstant } from '#server/platform/clock.ts';
import type { CountedSession, Observed, ObservedMessage } from './contract.ts';
import { countBurst, intervalOf } from './rhythm.ts';
import { countFrame, countJoin, lossOf } from './sessions.ts';

const NOTHING: Omit<Observed, 'lastMessageAt'> = {
  intervalSeconds: null,
  learnedIntervalSeconds: null,
  loss: null,
  sessions: [],
  lastSignal: null,
  joinCount: 0,
};

/**
 * Folds one message, as it was accepted, into what is known of the device's rhythm and reception. Loss, signal and joins
 * end the same in any order of arrival; the intervals and the time of the last message are of the arrivals themselves:
 * they tell how long ago something came, whatever moment it was of.
 */
export function observe(previous: Observed | null, message: ObservedMessage): Observed {
  const before = { ...NOTHING, lastMessageAt: message.receivedAt.toISOString(), ...previous };
  const sessions = count(before, message);
  return {
    ...rhythm(before, message, previous !== null),
    sessions,
    loss: lossOf(sessions),
    lastSignal: signalAfter(before, message),
    joinCount: before.joinCount + (message.kind === 'join' ? 1 : 0),
  };
}

function count({ sessions }: Observed, message: ObservedMessage): CountedSession[] {
  const { kind, devAddr, occurredAt: at, fCntUp } = message;
  if (kind === 'join') return countJoin(sessions, { devAddr, at });
  return fCntUp === null ? sessions : countFrame(sessions, { devAddr, at, fCntUp });
}

/** Of the uplink that was heard last; of one moment the strongest. */
function signalAfter({ sessions, lastSignal }: Observed, { kind, signal, occurredAt }: ObservedMessage) {
  if (signal === null) return lastSignal;
  if (kind === 'join') return lastSignal ?? signal;
  const newest = sessions[0]?.frames ? sessions[0].at : Number.NEGATIVE_INFINITY;
  if (occurredAt > newest || lastSignal === null) return signal;
  return occurredAt === newest ? Math.max(signal, lastSignal) : lastSignal;
}

type Rhythm = Pick<Observed, 'lastMessageAt' | 'intervalSeconds' | 'learnedIntervalSeconds' | 'bursts'>;

function rhythm(before: Observed, { kind, receivedAt }: ObservedMessage, hasPrevious: boolean): Rhythm {
  const { lastMessageAt, intervalSeconds, learnedIntervalSeconds, bursts } = before;
  const known = { lastMessageAt, intervalSeconds, learnedIntervalSeconds, ...(bursts && { bursts }) };
  const at = receivedAt.getTime();
  const seconds = (at - Date.parse(lastMessageAt)) / 1000;
  if (seconds < 0) return known;
  const heard = {
    ...known,
    lastMessageAt: isoInstant(receivedAt),
    intervalSeconds: hasPrevious ? seconds : null,
  };
  // A join comes before the message that the device has to tell, at whatever distance.
  if (kind === 'join') return heard;
  const counted = countBurst(bursts, at, learnedIntervalSeconds);
  if (counted.gaps === bursts?.gaps) return { ...heard, bursts: counted };
  return { ...heard, bursts: counted, learnedIntervalSeconds: intervalOf(counted) };
}

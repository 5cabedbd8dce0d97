import { isoInstant } from '#server/platform/clock.ts';
import type { Observed, ObservedMessage } from './contract.ts';
import { type Counted, countFrame, countJoin, lossOf } from './sessions.ts';

/** Weight of the newest interval in the learned one: ten messages forget two thirds. */
const LEARNING_RATE = 0.1;
/** A night of silence must not pass for a new rhythm at once. */
const LARGEST_STEP = 4;

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
  const { sessions, step } = count(before, message);
  return {
    // The first frame of a session follows its join by seconds: that is no rhythm of the device.
    ...rhythm(before, message, previous !== null, before.isJustJoined ? 0 : step),
    sessions,
    loss: lossOf(sessions),
    ...(message.kind === 'join' || (before.isJustJoined && message.fCntUp === null)
      ? { isJustJoined: true as const }
      : {}),
    lastSignal: signalAfter(before, message),
    joinCount: before.joinCount + (message.kind === 'join' ? 1 : 0),
  };
}

function count({ sessions }: Observed, message: ObservedMessage): Counted {
  const { kind, devAddr, occurredAt: at, fCntUp } = message;
  if (kind === 'join') return { sessions: countJoin(sessions, { devAddr, at }), step: 0 };
  return fCntUp === null ? { sessions, step: 1 } : countFrame(sessions, { devAddr, at, fCntUp });
}

/** Of the uplink that was heard last; of one moment the strongest. */
function signalAfter({ sessions, lastSignal }: Observed, { kind, signal, occurredAt }: ObservedMessage) {
  if (signal === null) return lastSignal;
  if (kind === 'join') return lastSignal ?? signal;
  const newest = sessions[0]?.frames ? sessions[0].at : Number.NEGATIVE_INFINITY;
  if (occurredAt > newest || lastSignal === null) return signal;
  return occurredAt === newest ? Math.max(signal, lastSignal) : lastSignal;
}

type Rhythm = Pick<Observed, 'lastMessageAt' | 'intervalSeconds' | 'learnedIntervalSeconds'>;

function rhythm(before: Observed, message: ObservedMessage, hasPrevious: boolean, step: number): Rhythm {
  const { lastMessageAt, intervalSeconds, learnedIntervalSeconds } = before;
  const seconds = (message.receivedAt.getTime() - Date.parse(lastMessageAt)) / 1000;
  if (!hasPrevious || seconds < 0) return { lastMessageAt, intervalSeconds, learnedIntervalSeconds };
  return {
    lastMessageAt: isoInstant(message.receivedAt),
    intervalSeconds: seconds,
    learnedIntervalSeconds: step > 0 ? learn(learnedIntervalSeconds, seconds / step) : learnedIntervalSeconds,
  };
}

function learn(learned: number | null, seconds: number): number {
  if (learned === null || learned === 0) return seconds;
  return learned + LEARNING_RATE * (Math.min(seconds, learned * LARGEST_STEP) - learned);
}

import { isoInstant } from '#server/platform/clock.ts';
import type { Observed, ObservedMessage } from './contract.ts';

/** Frame counters over which loss is told. */
export const LOSS_WINDOW = 100;
/** A jump beyond this is a device that was moved or reset, not a row of lost frames. */
const LARGEST_GAP = 1000;
/** The frame counter that a session begins after. */
const JUST_JOINED = -1;
/** Servers that count with 16 bits begin anew here (TS001-1.0.4 §4.3.1.5). */
const ROLLOVER = 2 ** 16;
/** Weight of the newest interval in the learned one: ten messages forget two thirds. */
const LEARNING_RATE = 0.1;
/** A night of silence must not pass for a new rhythm at once. */
const LARGEST_STEP = 4;

const NOTHING: Omit<Observed, 'lastMessageAt'> = {
  intervalSeconds: null,
  learnedIntervalSeconds: null,
  loss: null,
  frames: '',
  lastFCntUp: null,
  lastSignal: null,
  joinCount: 0,
};

/** Folds one message, in the order of acceptance, into what is known of the device's rhythm and reception. */
export function observe(previous: Observed | null, message: ObservedMessage): Observed {
  const before = previous ?? { ...NOTHING, lastMessageAt: message.receivedAt.toISOString() };
  const counted = countFrame(before, message);
  const loss = counted.frames.length < 2 ? null : missing(counted.frames) / counted.frames.length;
  return {
    // The first frame of a session follows its join by seconds: that is no rhythm of the device.
    ...rhythm(before, message, previous !== null, before.lastFCntUp === JUST_JOINED ? 0 : counted.step),
    frames: counted.frames,
    lastFCntUp: counted.lastFCntUp,
    loss,
    lastSignal: message.signal ?? before.lastSignal,
    joinCount: before.joinCount + (message.kind === 'join' ? 1 : 0),
  };
}

function missing(frames: string): number {
  let lost = 0;
  for (let at = frames.indexOf('0'); at >= 0; at = frames.indexOf('0', at + 1)) lost++;
  return lost;
}

/** `step`: by how many frames the device moved on, 0 where that is unknown. */
interface Counted {
  frames: string;
  lastFCntUp: number | null;
  step: number;
}

function countFrame(before: Observed, message: ObservedMessage): Counted {
  if (message.kind === 'join') return { frames: before.frames, lastFCntUp: JUST_JOINED, step: 0 };
  const { fCntUp } = message;
  if (fCntUp === null) return { frames: before.frames, lastFCntUp: before.lastFCntUp, step: 1 };
  const last = before.lastFCntUp;
  if (last === null) return advance(before.frames, fCntUp, 1);
  const rolledOver = last < ROLLOVER && last >= ROLLOVER - LOSS_WINDOW && fCntUp < LOSS_WINDOW;
  const step = fCntUp - last + (rolledOver ? ROLLOVER : 0);
  if (step > 0) return advance(before.frames, fCntUp, step > LARGEST_GAP ? 1 : step);
  return lateOrReset(before.frames, last, fCntUp);
}

function advance(frames: string, fCntUp: number, step: number): Counted {
  const heard = `${'0'.repeat(Math.min(step, LOSS_WINDOW) - 1)}1`;
  return { frames: (frames + heard).slice(-LOSS_WINDOW), lastFCntUp: fCntUp, step };
}

/** A lower counter fills a hole of the window when there is one; otherwise the device began a new session. */
function lateOrReset(frames: string, last: number, fCntUp: number): Counted {
  const at = frames.length - 1 - (last - fCntUp);
  if (frames[at] === '0') {
    return { frames: `${frames.slice(0, at)}1${frames.slice(at + 1)}`, lastFCntUp: last, step: 0 };
  }
  if (fCntUp === last) return { frames, lastFCntUp: last, step: 0 };
  return advance(frames, fCntUp, 1);
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

import type { CountedSession } from './contract.ts';

/** Frame counters over which loss is told. */
export const LOSS_WINDOW = 100;
/** A jump beyond this is a device that was moved or reset, not a row of lost frames. */
const LARGEST_GAP = 1000;
/** Servers that count with 16 bits begin anew here (TS001-1.0.4 §4.3.1.5). */
const ROLLOVER = 2 ** 16;
/** By so much two networks' clocks may differ on one frame. */
const CLOCKS_APART_MS = 10_000;

interface CountedFrame {
  devAddr: string | null;
  /** When its network heard it, Unix ms. */
  at: number;
  fCntUp: number;
}

/**
 * Frames of a session fall into the window of its newest counter in whatever order they come. Sessions are told apart by
 * DevAddr, which every join gives anew, and stand in the order of their frames' times; a counter that begins anew under the
 * same address is known by a frame that was heard later than the newest.
 *
 * @returns newest first, two at most
 */
export function countFrame(sessions: readonly CountedSession[], frame: CountedFrame): CountedSession[] {
  const session = sessionOf(sessions, frame);
  if (!session) {
    const isKnown = sessions.some(({ devAddr }) => devAddr === frame.devAddr);
    return isKnown ? [...sessions] : begun(sessions, frame);
  }
  const distance = distanceOf(session.last, frame.fCntUp);
  const isLater = frame.at > session.at + CLOCKS_APART_MS;
  if (distance > LARGEST_GAP || (distance < 0 && isLater && !isHole(session, distance)))
    return isLater || session.frames === '' ? begun(sessions, frame, { since: frame.at }) : [...sessions];
  const at = Math.max(session.at, frame.at);
  const counted =
    distance > 0
      ? { ...session, at, last: frame.fCntUp, frames: moved(session.frames, distance) }
      : { ...session, at, frames: filled(session.frames, -distance) };
  return sessions.length === 1 ? [counted] : kept(sessions.map((one) => (one === session ? counted : one)));
}

/** A join that tells its DevAddr: the frames of that session are counted from 0, also where the address was in use before. */
export function countJoin(
  sessions: readonly CountedSession[],
  { devAddr, at }: { devAddr: string | null; at: number },
): CountedSession[] {
  if (devAddr === null) return [...sessions];
  const known = sessionOf(sessions, { devAddr, at });
  if (known && at <= known.at + CLOCKS_APART_MS)
    return sessions.map((one) => (one === known ? { ...one, isJoined: true } : one));
  const anew = known ? { since: at } : {};
  return kept([...sessions, { devAddr, at, last: -1, frames: '', ...anew, isJoined: true }]);
}

/** One digit a frame counter, newest last: 1 heard, 0 missing. Where the newest session is young, the one before counts, too. */
export function heardOf([newest, before]: readonly CountedSession[]): string {
  if (!newest) return '';
  if (newest.frames.length === LOSS_WINDOW) return newest.frames;
  // Another address than the one before is the work of a join, heard or not.
  const isFromZero = newest.isJoined || (before?.devAddr != null && before.devAddr !== newest.devAddr);
  const length = isFromZero ? Math.max(newest.frames.length, newest.last + 1) : newest.frames.length;
  const heard = newest.frames.padStart(Math.min(length, LOSS_WINDOW), '0');
  return ((before?.frames ?? '') + heard).slice(-LOSS_WINDOW);
}

export function lossOf(sessions: readonly CountedSession[]): number | null {
  const heard = heardOf(sessions);
  let missing = 0;
  for (let at = heard.indexOf('0'); at >= 0; at = heard.indexOf('0', at + 1)) missing++;
  return heard.length < 2 ? null : missing / heard.length;
}

function sessionOf(
  sessions: readonly CountedSession[],
  { devAddr, at }: { devAddr: string | null; at: number },
): CountedSession | undefined {
  return sessions.find((one) => one.devAddr === devAddr && (one.since === undefined || at >= one.since));
}

function begun(
  sessions: readonly CountedSession[],
  { devAddr, at, fCntUp }: CountedFrame,
  anew: { since?: number } = {},
): CountedSession[] {
  return kept([...sessions, { devAddr, at, last: fCntUp, frames: '1', ...anew }]);
}

/** An earlier session counts until the newest fills the window. */
function kept(sessions: CountedSession[]): CountedSession[] {
  const ordered = sessions.length > 1 ? sessions.sort((a, b) => b.at - a.at) : sessions;
  return ordered.slice(0, ordered[0]?.frames.length === LOSS_WINDOW ? 1 : 2);
}

/** Over a rollover where that is the shorter way. */
function distanceOf(last: number, fCntUp: number): number {
  const distance = fCntUp - last;
  if (last >= ROLLOVER || fCntUp >= ROLLOVER || Math.abs(distance) < ROLLOVER - LARGEST_GAP) return distance;
  return distance > 0 ? distance - ROLLOVER : distance + ROLLOVER;
}

/** A frame that is missing in between is late, whatever the clock of its network says. */
const isHole = ({ frames }: CountedSession, distance: number): boolean =>
  frames[frames.length - 1 + distance] === '0';

function moved(frames: string, by: number): string {
  return `${frames}${'0'.repeat(Math.min(by, LOSS_WINDOW) - 1)}1`.slice(-LOSS_WINDOW);
}

/** One heard `late` counters before the newest; of one before the window only that the session is that old. */
function filled(frames: string, late: number): string {
  const wide = frames.padStart(Math.min(late + 1, LOSS_WINDOW), '0');
  const at = wide.length - 1 - late;
  return at < 0 || wide[at] === '1' ? wide : `${wide.slice(0, at)}1${wide.slice(at + 1)}`;
}

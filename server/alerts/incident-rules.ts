import { patienceOf } from '#server/twins/rules.ts';
import { listenedSeconds, type Span } from './watch-rules.ts';

/** Whether silences have one cause. Pure, as the rules of one device are. */

/** What is known of one device behind a gateway, a connection or another common way. */
export interface SourceDevice {
  deviceId: string;
  /** Unix milliseconds. */
  heardAt: number;
  interval: number;
}

/** Two may be chance; three that share a way are not. */
const LEAST_MEMBERS = 3;
/** Of those that had a chance to be heard, so many were not. */
const LEAST_SHARE = 0.6;
/** A member's last message came so many of its intervals before the outage at most: whoever was dead before is no part of it. */
const LAST_BEFORE = 2.5;
const LAST_BEFORE_FLOOR_SECONDS = 120;
/** Nothing at all from a common way: so many messages must have been due, over so long. */
const DUE_MESSAGES = 12;
const QUIET_FLOOR_SECONDS = 600;
/** Of all that were ever part of it, so many are back when an incident ends. */
const BACK_SHARE = 0.8;

const holdsMs = (interval: number) => Math.max(interval * LAST_BEFORE, LAST_BEFORE_FLOOR_SECONDS) * 1000;

export interface Together {
  since: number;
  memberIds: string[];
  /** Of the others behind the same source, so many may have been heard since: with more, the source is not the cause. */
  mayBeHeard: number;
}

/** Those of the missed that fell silent together; null: too few. */
export function togetherOf(missed: readonly SourceDevice[]): Together | null {
  const { since, memberIds } = together(missed);
  if (memberIds.length < LEAST_MEMBERS) return null;
  return { since, memberIds, mayBeHeard: Math.floor(memberIds.length / LEAST_SHARE) - memberIds.length };
}

/** The moment that most of the stretches [last heard, last heard + patience] hold. */
function together(missed: readonly SourceDevice[]): { since: number; memberIds: string[] } {
  const byTime = [...missed].sort((a, b) => a.heardAt - b.heardAt);
  let best: SourceDevice[] = [];
  let running: SourceDevice[] = [];
  for (const device of byTime) {
    running = [...running.filter((one) => one.heardAt + holdsMs(one.interval) >= device.heardAt), device];
    if (running.length >= best.length) best = running;
  }
  return { since: best.at(-1)?.heardAt ?? 0, memberIds: best.map(({ deviceId }) => deviceId) };
}

/** Whether one that falls silent later belongs to an outage that is known: it was last heard when the outage began. */
export const belongsTo = (
  since: number,
  { heardAt, interval }: Pick<SourceDevice, 'heardAt' | 'interval'>,
): boolean => heardAt + holdsMs(interval) >= since && heardAt <= since + holdsMs(interval);

/**
 * Nothing at all is heard although much was due: told before the first of its devices is late. Devices that were dead
 * before, by their own rhythm, are not waited for.
 */
export function quietOf(
  devices: readonly SourceDevice[],
  spans: readonly Span[],
  known: number,
): { since: number; of: number } | null {
  const since = Math.max(0, ...devices.map(({ heardAt }) => heardAt));
  const alive = devices.filter(
    ({ heardAt, interval }) => heardAt >= since - patienceOf(interval).silent * 1000,
  );
  if (alive.length < LEAST_MEMBERS) return null;
  const quiet = listenedSeconds(spans, since, known);
  const due = alive.reduce((sum, { interval }) => sum + quiet / Math.max(interval, 1), 0);
  return quiet < QUIET_FLOOR_SECONDS || due < DUE_MESSAGES ? null : { since, of: alive.length };
}

/** A way on which something was heard within this is not quiet. */
export const QUIET_LOOK_MS = QUIET_FLOOR_SECONDS * 1000;

/** Over when most of all that were ever part of it are back; one without members, when something is heard. */
export const isOver = (members: number, missing: number, isHeard: boolean): boolean =>
  members === 0 ? isHeard : missing <= members * (1 - BACK_SHARE) + 1e-9;

/** What a round of the watch knows of everything. */
export interface RoundFacts {
  now: number;
  spans: readonly Span[];
  behind: ReadonlyMap<number, number>;
}

/** What came of a look at a common way, and when the next is due. */
export interface Looked {
  isChanged: boolean;
  due: number;
}

export const OPEN_LOOK_MS = 60_000;

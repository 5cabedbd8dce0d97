import { patienceOf, rhythmOf } from '#server/twins/rules.ts';
import type { DeviceAlertKind } from './contract.ts';

/** When a device is late, silent or back, and when to look at it again. Pure: what is known, and until when, is given. */

export type WatchState = 'new' | 'online' | 'late' | 'silent' | 'never' | 'off';

/** Unix milliseconds, as all moments here. */
export interface Span {
  from: number;
  until: number;
}

export interface WatchedDevice {
  isActive: boolean;
  state: WatchState;
  heardAt: number | null;
  baselineAt: number;
  intervalSeconds: number | null;
  expectedIntervalSeconds: number | null;
}

export interface Judgement {
  state: WatchState;
  baselineAt: number;
  dueAt: number;
}

/** One that was added and never heard is told of after so many days: until then it may stand on a shelf. */
const NEVER_HEARD_SECONDS = 7 * 86_400;
/** However slow its rhythm: an interval that is changed, a switch, is seen within this. */
const LONGEST_LOOK = 6 * 3600;
/** Whoever is missed is looked for again, the sooner the fresher the silence. */
const MISSED_LOOK = { least: 20, most: 600, share: 1 / 30 };
const OFF_LOOK = 3600;
/** Of one that was never heard: its page waits for the first message, the alerts need not. */
const NEW_LOOK = 3600;

/** Seconds of a stretch of time in which the platform listened. `spans` in order, without overlap. */
export function listenedSeconds(spans: readonly Span[], from: number, until: number): number {
  let ms = 0;
  for (const span of spans) ms += Math.max(0, Math.min(span.until, until) - Math.max(span.from, from));
  return ms / 1000;
}

/**
 * @param known until when what arrived is recorded: behind the clock where messages still wait to be processed
 * @param now on the platform's clock; a device's own clock has no say
 */
export function judge(device: WatchedDevice, spans: readonly Span[], known: number, now: number): Judgement {
  const { isActive, heardAt } = device;
  if (!isActive) return look('off', device.baselineAt, now, OFF_LOOK);
  const baselineAt = device.state === 'off' ? now : device.baselineAt;
  const silence = listenedSeconds(spans, Math.max(heardAt ?? 0, baselineAt), known);
  if (heardAt === null)
    return look(silence > NEVER_HEARD_SECONDS ? 'never' : 'new', baselineAt, now, NEW_LOOK);
  const { late, silent } = patienceOf(rhythmOf(device));
  const missed = Math.min(Math.max(silence * MISSED_LOOK.share, MISSED_LOOK.least), MISSED_LOOK.most);
  if (silence > silent) return look('silent', baselineAt, now, missed);
  if (silence > late) return look('late', baselineAt, now, Math.min(silent - silence + 1, missed));
  return look('online', baselineAt, now, Math.min(late - silence + 1, LONGEST_LOOK));
}

const look = (state: WatchState, baselineAt: number, now: number, inSeconds: number): Judgement => ({
  state,
  baselineAt,
  dueAt: now + inSeconds * 1000,
});

/** Since when a device is silent: its next message was due; one that was never heard, since it was added. */
export const silentSince = (
  { heardAt, baselineAt, interval }: Pick<WatchedDevice, 'heardAt' | 'baselineAt'> & { interval: number },
  now: number,
): number => Math.min(now, heardAt === null ? baselineAt : heardAt + interval * 1000);

export type AlertStep =
  | { step: 'open' | 'raise'; kind: DeviceAlertKind }
  | { step: 'resolve'; resolution: 'heard' | 'deactivated' }
  | null;

const KIND_OF: Partial<Record<WatchState, DeviceAlertKind>> = {
  late: 'late',
  silent: 'silent',
  never: 'never-heard',
};

/** What a device's state does to its alert. An alert gets worse, or it ends: silent never goes back to late. */
export function stepOf(state: WatchState, open: DeviceAlertKind | null): AlertStep {
  const kind = KIND_OF[state];
  if (!open) return kind ? { step: 'open', kind } : null;
  if (state === 'off') return { step: 'resolve', resolution: 'deactivated' };
  if (state === 'online' || state === 'new') return { step: 'resolve', resolution: 'heard' };
  if (open === 'never-heard' && (kind === 'late' || kind === 'silent')) return { step: 'raise', kind };
  return kind === 'silent' && open === 'late' ? { step: 'raise', kind } : null;
}

/** One that falls silent again so soon after it was back goes on with the alert that it had. */
const AGAIN_SECONDS = 3600;
const AGAIN_INTERVALS = 3;
/** Nor are people told of it again within this. */
const TOLD_AGAIN_HOURS = 24;

export function isAgain(resolvedAt: number | null, interval: number, now: number): boolean {
  if (resolvedAt === null) return false;
  return now - resolvedAt <= Math.max(AGAIN_SECONDS, interval * AGAIN_INTERVALS) * 1000;
}

export const isToldAgain = (toldAt: number | null, now: number): boolean =>
  toldAt === null || now - toldAt >= TOLD_AGAIN_HOURS * 3_600_000;

import { batteryState, fallingBattery } from './battery-rules.ts';
import type { Finding } from './contract.ts';
import type { DeviceFacts, Frame } from './facts-contract.ts';
import { finding, messages } from './finding-rules.ts';
import {
  acceptedJoins,
  countersOf,
  dataOf,
  isOwn,
  median,
  type Rhythm,
  refusedFrames,
  requestsOf,
  toldTwice,
  unansweredOf,
} from './radio-rules.ts';

/** What harms the data that does come: sessions, counters, radio, battery, clock. */
export function trafficFindings(facts: DeviceFacts, rhythm: Rhythm): Finding[] {
  const data = dataOf(facts.frames);
  const radio = data.filter(({ kind }) => kind === 'lora.uplink');
  const sessions = ofSessions(facts.frames, radio);
  return [
    ...sessions,
    ...twice(facts.frames),
    ...ofClock(data),
    ...(sessions.length > 0 ? [] : ofLoss(facts.frames)),
    ...ofSignal(radio),
    ...ofMac(facts.frames, radio),
    ...ofHabits(radio),
    ...ofBattery(facts, rhythm),
  ];
}

const place = 'device-network' as const;

/** So many messages in a row are a habit. */
const HABIT = 5;

function ofSessions(frames: readonly Frame[], radio: readonly Frame[]): Finding[] {
  const newest = radio.slice(0, HABIT);
  const begun = newest.filter(({ fCntUp }) => fCntUp === 0);
  if (newest.length === HABIT && begun.length >= HABIT - 1) {
    const evidence = messages([...begun.slice(0, 2), ...acceptedJoins(frames).slice(0, 1)]);
    return [finding('rejoins', { details: { count: begun.length }, evidence, place, harms: true })];
  }
  const thrown = refusedFrames(frames).filter(({ code }) => code === 'UPLINK_F_CNT_RESET');
  const { resets } = countersOf(frames);
  if (resets.length < 2 && thrown.length === 0) return [];
  const evidence = messages([...thrown, ...resets.reverse()]);
  const details = { count: resets.length + thrown.length };
  return [finding('counter-reset', { details, evidence, place, harms: true })];
}

function twice(frames: readonly Frame[]): Finding[] {
  const doubled = toldTwice(frames);
  if (doubled.length < 3) return [];
  const details = { count: doubled.length };
  return [finding('duplicates', { details, evidence: messages(doubled), place: 'connections', harms: true })];
}

const AHEAD_MS = 10 * 60_000;
const BEHIND_MS = 24 * 3_600_000;

/** A buffer that is sent late ends with what was measured now: a clock that is wrong is wrong in the newest record too. */
function ofClock(data: readonly Frame[]): Finding[] {
  const own = data.filter(isOwn).slice(0, HABIT);
  const off = own.filter(({ at, occurredAt }) => {
    const ahead = occurredAt.getTime() - at.getTime();
    return ahead > AHEAD_MS || ahead < -BEHIND_MS;
  });
  const [last] = off;
  if (!last || off.length < Math.min(3, own.length) || off[0] !== own[0]) return [];
  const seconds = Math.round((last.occurredAt.getTime() - last.at.getTime()) / 1000);
  const details = { seconds: Math.abs(seconds), direction: seconds > 0 ? 'ahead' : 'behind' };
  return [finding('clock-wrong', { details, evidence: messages(off), place: 'device', harms: true })];
}

const LOST_SHARE = 0.05;
/** Below this a few unlucky frames would be a finding. */
const LEAST_FRAMES = 40;
const LEAST_LOST = 5;
const LOOKED_AT = 200;

function ofLoss(frames: readonly Frame[]): Finding[] {
  const { heard, lost, afterGaps } = countersOf(frames.slice(0, LOOKED_AT));
  const share = lost / Math.max(1, lost + heard);
  if (heard + lost < LEAST_FRAMES || lost < LEAST_LOST || share <= LOST_SHARE) return [];
  const details = { percent: Math.round(share * 100), lost, frames: heard + lost };
  return [
    finding('frames-lost', { details, evidence: messages([...afterGaps].reverse()), place, harms: true }),
  ];
}

/** SF12 ends some −137 dBm; with so little above it weather decides what is heard. */
const WEAK_DBM = -129;
/** SF7 would be heard with 10 dB to spare. */
const STRONG_DBM = -114;
const SLOW_SHARE = 0.9;
const LEAST_HEARD = 12;

function ofSignal(radio: readonly Frame[]): Finding[] {
  const newest = radio.filter(({ signal }) => signal !== null).slice(0, 30);
  if (newest.length < LEAST_HEARD) return [];
  const signal = median(newest.map((frame) => frame.signal as number)) as number;
  const slow = newest.filter(({ spreadingFactor }) => (spreadingFactor ?? 0) >= 12);
  const isSlow = slow.length >= newest.length * SLOW_SHARE;
  const details = { signal: Math.round(signal), percent: Math.round((slow.length / newest.length) * 100) };
  if (signal < WEAK_DBM) {
    const weakest = [...newest].sort((a, b) => (a.signal as number) - (b.signal as number));
    return [finding('weak-signal', { details, evidence: messages(weakest), place, harms: true })];
  }
  const adrOff = newest.every(({ adr }) => adr === false);
  const slower = newest.filter(({ spreadingFactor }) => (spreadingFactor ?? 0) >= 11);
  if (adrOff && signal > STRONG_DBM && slower.length >= newest.length * SLOW_SHARE) {
    const told = { ...details, spreadingFactor: newest[0]?.spreadingFactor ?? 12 };
    return [finding('adr-off', { details: told, evidence: messages(newest), place, harms: true })];
  }
  return isSlow ? [finding('slow-data-rate', { details, evidence: messages(slow), place, harms: true })] : [];
}

/** One answer may be lost, or two. */
const LEAST_ASKED = 3;

function ofMac(frames: readonly Frame[], radio: readonly Frame[]): Finding[] {
  const newest = radio.slice(0, HABIT);
  if (newest.length < HABIT) return [];
  const deaf = newest.filter(({ adrAckReq }) => adrAckReq);
  const asked = requestsOf(newest[0] as Frame).find((name) =>
    newest.every((frame) => requestsOf(frame).includes(name)),
  );
  if (deaf.length < HABIT - 1 && !asked) return ignored(frames, radio);
  const details = { request: asked ?? 'ADRAckReq' };
  const evidence = messages(asked ? newest : deaf);
  return [finding('mac-unanswered', { details, evidence, place, harms: true })];
}

/** It was heard after each of them, and said nothing to it. */
function ignored(frames: readonly Frame[], radio: readonly Frame[]): Finding[] {
  const unanswered = unansweredOf(frames);
  const newest = radio[0];
  if (!unanswered || !newest) return [];
  const asked = unanswered.asked.filter(({ occurredAt }) => occurredAt < newest.occurredAt);
  if (asked.length < LEAST_ASKED) return [];
  const details = { request: unanswered.name, count: asked.length };
  return [finding('mac-ignored', { details, evidence: messages(asked), place, harms: true })];
}

const CONFIRMED_SHARE = 0.1;
/** Every five minutes, and what a clock that wanders makes of it. */
const OFTEN_SECONDS = 285;
const LEAST_OFTEN = 20;

function ofHabits(radio: readonly Frame[]): Finding[] {
  const found: Finding[] = [];
  const newest = radio.slice(0, 100);
  if (newest.length < LEAST_OFTEN) return found;
  const confirmed = newest.filter((frame) => frame.confirmed);
  const percent = Math.round((confirmed.length / newest.length) * 100);
  if (confirmed.length > newest.length * CONFIRMED_SHARE && confirmed.length > 3)
    found.push(
      finding('many-confirmed', {
        details: { percent, frames: newest.length },
        evidence: messages(confirmed),
        place,
        harms: true,
      }),
    );
  const seconds =
    ((newest[0] as Frame).at.getTime() - (newest.at(-1) as Frame).at.getTime()) / 1000 / (newest.length - 1);
  if (seconds < OFTEN_SECONDS)
    found.push(
      finding('too-often', {
        details: { seconds: Math.round(seconds), frames: newest.length },
        evidence: messages(newest),
        place,
        harms: true,
      }),
    );
  return found;
}

function ofBattery(facts: DeviceFacts, { silent }: Rhythm): Finding[] {
  if (silent) return [];
  const battery = batteryState(facts);
  const chemistry = facts.device.batteryChemistry;
  const evidence = messages(battery?.frame ? [battery.frame] : dataOf(facts.frames), 1);
  const told = { evidence, place: 'device' as const, harms: true };
  if (battery?.state === 'low') {
    const { value, unit } = battery;
    const details = { value: Math.round(value * 100) / 100, unit, chemistry: chemistry ?? '' };
    return [finding('battery-low', { ...told, details })];
  }
  const falling = fallingBattery(facts.batteryTrend, chemistry);
  return falling ? [finding('battery-falling', { ...told, details: { ...falling } })] : [];
}

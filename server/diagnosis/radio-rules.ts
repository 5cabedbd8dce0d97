import { pairMacCommands, parseMacCommands } from '#server/protocols/lorawan/mac-commands.ts';
import { BURST_SECONDS } from '#server/twins/rhythm.ts';
import { onlineState } from '#server/twins/rules.ts';
import type { DeviceFacts, Frame } from './facts-contract.ts';
import { waitingUntil } from './waiting-rules.ts';

/** What a device's newest messages tell of its rhythm, its frame counters and its radio. */

const MINUTE = 60_000;

/** Of a device that sends by itself, not through a LoRa network server. */
export const isOwn = ({ kind }: Frame) => !kind.startsWith('lora.');
export const isData = (frame: Frame) => frame.kind === 'lora.uplink' || isOwn(frame);
export const dataOf = (frames: readonly Frame[]) => frames.filter(isData);

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

export interface Rhythm {
  /** Newest message with data. */
  lastAt: Date | null;
  intervalSeconds: number | null;
  /** Nothing for longer than it was ever quiet, its rhythm considered. */
  silent: boolean;
  /** Data comes: whatever looks wrong does not stop it. */
  alive: boolean;
  /** It never sent data, and may take until then for it; null: it did, or that time is over. */
  waitingUntil: Date | null;
}

/** Gaps that a rhythm is read from. */
const LEAST_GAPS = 5;
const LONGEST_FACTOR = 1.5;

export function rhythmOf(facts: DeviceFacts): Rhythm {
  const { device, frames, now } = facts;
  const data = dataOf(frames);
  const lastAt = data[0]?.at ?? null;
  const gaps = data.slice(1).map((frame, n) => ((data[n] as Frame).at.getTime() - frame.at.getTime()) / 1000);
  const between = gaps.filter((seconds) => seconds >= BURST_SECONDS);
  const told = between.length > 0 ? between : gaps;
  const learned = told.length >= LEAST_GAPS ? median(told) : null;
  // A type's interval is a promise of its maker; what this one does counts for more.
  const interval = learned ?? device.expectedIntervalSeconds ?? device.intervalSeconds;
  if (lastAt === null) {
    const until = waitingUntil(facts, interval);
    return { lastAt, intervalSeconds: interval, silent: false, alive: false, waitingUntil: until };
  }
  const online = onlineState({
    lastMessageAt: lastAt,
    intervalSeconds: null,
    expectedIntervalSeconds: interval === null ? null : Math.max(interval, 1),
    now,
  });
  // It rests at night, or at weekends: one long gap may have been an outage, two are its habit.
  const usual = [...gaps].sort((a, b) => b - a)[1] ?? 0;
  const age = (now.getTime() - lastAt.getTime()) / 1000;
  const silent = online === 'silent' && age > usual * LONGEST_FACTOR;
  return { lastAt, intervalSeconds: interval, silent, alive: !silent, waitingUntil: null };
}

/** Oldest first, as the device sent them. */
const asSent = (frames: readonly Frame[]) =>
  [...frames].sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.id - b.id);

export interface Counters {
  heard: number;
  lost: number;
  /** Frames before which the counter began anew although the device had not joined. */
  resets: Frame[];
  /** Frames before which others are missing. */
  afterGaps: Frame[];
}

const LARGEST_GAP = 1000;
const ROLLOVER = 2 ** 16;

/** Follows the frame counters through joins, late frames and the rollover of 16 bits. */
export function countersOf(frames: readonly Frame[]): Counters {
  const told = asSent(frames.filter((frame) => isCounted(frame) || isJoin(frame)));
  const counters: Counters = { heard: 0, lost: 0, resets: [], afterGaps: [] };
  let last: number | null = null;
  for (const [n, frame] of told.entries()) {
    const counter = frame.fCntUp;
    if (isJoin(frame) || counter === null) {
      last = null;
      continue;
    }
    const step = last === null ? 1 : counter - last;
    // The same frame through another connection, or one that was held up: the next one goes on above it.
    if (step === 0 || (step < 0 && isLate(told, n, last as number))) continue;
    counters.heard++;
    if (step < 0 && !rolledOver(last as number, counter)) counters.resets.push(frame);
    if (step > 1 && step < LARGEST_GAP) {
      counters.lost += step - 1;
      counters.afterGaps.push(frame);
    }
    last = counter;
  }
  return counters;
}

const isJoin = ({ kind, accepted }: Frame) => kind === 'lora.join' && accepted;
const isCounted = ({ kind, fCntUp }: Frame) => kind === 'lora.uplink' && fCntUp !== null;
const rolledOver = (last: number, counter: number) => last > ROLLOVER - LARGEST_GAP && counter < LARGEST_GAP;
const isLate = (told: readonly Frame[], n: number, last: number) => (told[n + 1]?.fCntUp ?? 0) > last;

const ANSWERED_WITHIN_MS = MINUTE;

/** Requests that no accept followed, and remarks of the network server about them, newest first. */
export function refusedJoins(frames: readonly Frame[]): Frame[] {
  const accepts = frames.filter(isJoin).map(({ occurredAt }) => occurredAt.getTime());
  return frames.filter((frame) => {
    if (frame.kind === 'lora.log')
      return frame.code === 'OTAA' || (/MIC/.test(frame.code ?? '') && /join/i.test(frame.text ?? ''));
    if (frame.kind !== 'lora.join' || frame.accepted) return false;
    const at = frame.occurredAt.getTime();
    return !accepts.some((accepted) => accepted >= at - 1000 && accepted <= at + ANSWERED_WITHIN_MS);
  });
}

export const acceptedJoins = (frames: readonly Frame[]) => frames.filter(isJoin);

/** Remarks that a data frame was thrown away by the network server. */
export const refusedFrames = (frames: readonly Frame[]) =>
  frames.filter(
    ({ kind, code, text }) =>
      kind === 'lora.log' && /^UPLINK_(MIC|F_CNT_RESET)$/.test(code ?? '') && !/join/i.test(text ?? ''),
  );

/** Names of what the device asks of the network in a frame. */
export const requestsOf = ({ mac }: Frame): string[] =>
  mac === ''
    ? []
    : parseMacCommands(Buffer.from(mac, 'hex'), 'up')
        .commands.filter(({ role }) => role === 'request')
        .map(({ name }) => name);

/** What the network asked of the device by one name, newest first, up to the last time that the device answered it. */
export function unansweredOf(frames: readonly Frame[]): { name: string; asked: Frame[] } | null {
  const told = asSent(
    frames.filter(({ mac, kind }) => mac !== '' && /^lora\.(uplink|downlink-sent)$/.test(kind)),
  );
  const commands = told.flatMap((frame) => {
    const direction = frame.kind === 'lora.uplink' ? 'up' : 'down';
    const read = parseMacCommands(Buffer.from(frame.mac, 'hex'), direction).commands;
    return read.map((command) => ({ ...command, frame }));
  });
  const pairs = pairMacCommands(commands, ({ frame }) => frame).reverse();
  const byName = new Map<string, { asked: Frame[]; isAnswered: boolean }>();
  for (const { request, answer } of pairs) {
    if (request?.direction !== 'down' || request.role !== 'request') continue;
    const held = byName.get(request.name) ?? { asked: [], isAnswered: false };
    byName.set(request.name, held);
    held.isAnswered ||= answer !== null;
    if (!held.isAnswered && held.asked[0] !== request.frame) held.asked.push(request.frame);
  }
  const [most] = [...byName].sort(([, a], [, b]) => b.asked.length - a.asked.length);
  return most ? { name: most[0], asked: most[1].asked } : null;
}

/** The same frame told by two connections. */
export function toldTwice(frames: readonly Frame[]): Frame[] {
  const first = new Map<string, Frame>();
  return dataOf(frames).filter((frame) => {
    if (frame.fCntUp === null || frame.connectionId === null) return false;
    const key = `${frame.devAddr}|${frame.fCntUp}`;
    const other = first.get(key);
    if (!other) first.set(key, frame);
    const apart = other ? Math.abs(other.at.getTime() - frame.at.getTime()) : Number.POSITIVE_INFINITY;
    return apart < 5 * MINUTE && other?.connectionId !== frame.connectionId;
  });
}

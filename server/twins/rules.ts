import type { Measurement } from '#server/measurements/contract.ts';
import type {
  MergeResult,
  MessageOrder,
  OnlineState,
  RecordEffect,
  Reported,
  ReportedChange,
  ReportedValue,
  TwinSection,
} from './contract.ts';

/** A clock that runs this far ahead is wrong; its records would shut out true ones for good. */
export const FUTURE_LIMIT_SECONDS = 24 * 3600;

/** Sorts like (frame counter, content hash); messages without a counter come first. */
export function frameOrder({ fCntUp, contentHash }: Pick<MessageOrder, 'fCntUp' | 'contentHash'>): string {
  return `${fCntUp === null ? '' : String(fCntUp).padStart(10, '0')}.${contentHash}`;
}

/**
 * Newest by the record's own time wins; ties go to the higher frame counter, then content hash, then to the
 * value itself. A total order, so that any order of arrival ends in the same twin.
 */
export function mergeReported(
  current: Reported,
  records: readonly Measurement[],
  order: MessageOrder,
): MergeResult {
  const o = frameOrder(order);
  const future: string[] = [];
  const winners = new Map<string, ReportedValue>();
  for (const record of records) {
    if (isAhead(record, order)) {
      future.push(record.n);
      continue;
    }
    const candidate = reportedValue(record, o);
    const held = winners.get(record.n) ?? heldValue(current, record.n);
    if (held === undefined || isNewer(candidate, held)) winners.set(record.n, candidate);
  }
  if (winners.size === 0) return { reported: current, changed: [], future };
  const reported: Reported = { ...current };
  for (const [name, value] of winners) put(reported, name, value);
  return { reported, changed: [...winners.keys()], future };
}

const isAhead = ({ t }: Measurement, { receivedAt }: MessageOrder) =>
  t > receivedAt.getTime() / 1000 + FUTURE_LIMIT_SECONDS;

/** Without the values that these records of this message gave it; answers with the names that hold nothing any more. */
export function withdrawReported(
  current: Reported,
  records: readonly Measurement[],
  order: MessageOrder,
): { reported: Reported; names: string[] } {
  const o = frameOrder(order);
  const names = new Set<string>();
  for (const { n, t } of records) {
    const held = heldValue(current, n);
    if (held && held.t === t && held.o === o) names.add(n);
  }
  if (names.size === 0) return { reported: current, names: [] };
  const reported: Reported = {};
  for (const [name, value] of Object.entries(current)) if (!names.has(name)) put(reported, name, value);
  return { reported, names: [...names] };
}

function put(reported: Reported, name: string, value: ReportedValue): void {
  if (name !== '__proto__') reported[name] = value;
  else Object.defineProperty(reported, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Names come from devices: `constructor` and `__proto__` are names like any other. */
function heldValue(reported: Reported, name: string): ReportedValue | undefined {
  return Object.hasOwn(reported, name) ? reported[name] : undefined;
}

function reportedValue({ n: _, ...record }: Measurement, o: string): ReportedValue {
  const value: ReportedValue = { ...record, o };
  if (value.vs !== undefined) value.vs = storable(value.vs);
  if (value.u !== undefined) value.u = storable(value.u);
  return value;
}

/** jsonb holds neither NUL nor lone surrogates; history keeps the text as it was. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function isNewer(a: ReportedValue, b: ReportedValue): boolean {
  if (a.t !== b.t) return a.t > b.t;
  if (a.o !== b.o) return a.o > b.o;
  return content(a) > content(b);
}

function content({ v, vs, vb, vd, s, u }: ReportedValue): string {
  return JSON.stringify([u, v, vs, vb, vd, s]);
}

/** What a message changed, by name; times and ties alone are no change of value but of freshness, so they count. */
export function diffReported(before: Reported, after: Reported): ReportedChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes: ReportedChange[] = [];
  for (const name of [...names].sort()) {
    const [old, now] = [heldValue(before, name) ?? null, heldValue(after, name) ?? null];
    if (old === now) continue;
    if (old && now && old.t === now.t && content(old) === content(now)) continue;
    changes.push({ name, before: old, after: now });
  }
  return changes;
}

/** What each record of a message was to a twin that said `before`. */
export function effectsOf(
  before: Reported,
  records: readonly Measurement[],
  order: MessageOrder,
): RecordEffect[] {
  const { reported } = mergeReported(before, records, order);
  const o = frameOrder(order);
  return records.map((record) => {
    const was = heldValue(before, record.n) ?? null;
    const now = heldValue(reported, record.n);
    const own = reportedValue(record, o);
    if (now && now.t === own.t && now.o === o && content(now) === content(own)) {
      if (was === null) return { effect: 'new', before: was };
      return { effect: content(was) === content(own) ? 'same' : 'changed', before: was };
    }
    return { effect: isAhead(record, order) ? 'ahead' : 'older', before: was };
  });
}

/** State of the device itself rather than of what it measures; decided by name. */
const DEVICE_NAMES = [
  /batter(y|ies)/i,
  /firmware/i,
  /^settings/i,
  /crc$/i,
  /^nfc/i,
  /button/i,
  /^sabotag/i,
  /interval$/i,
  /^(mode|alarmMode|acceleratorActive|powerupTime|nrOfLoraTransmissions|transmissionTime|timeOrigin)$/i,
];

/** Names are looked at behind their last colon: `analogueData:internalBatteryVoltage` is about the battery. */
export function splitSection(name: string, deviceNames: readonly string[] = []): TwinSection {
  const own = name.slice(name.lastIndexOf(':') + 1);
  if (deviceNames.some((one) => one === name || one === own)) return 'device';
  return DEVICE_NAMES.some((pattern) => pattern.test(own)) ? 'device' : 'other';
}

/** Where neither the type nor the device tells a rhythm: late after a day, silent after two and a half. */
export const UNKNOWN_INTERVAL_SECONDS = 10 * 3600;
/** One lost frame is normal (some 5 % are); two in a row are worth a look. */
export const LATE_INTERVALS = 2.4;
export const SILENT_INTERVALS = 6;
/** Networks hold messages up for a while; nobody is late within these. */
export const LATE_FLOOR_SECONDS = 120;
export const SILENT_FLOOR_SECONDS = 600;

interface Rhythm {
  intervalSeconds: number | null;
  expectedIntervalSeconds: number | null;
}

/** The interval that the device type expects comes before the one that was learned. */
export const rhythmOf = ({ intervalSeconds, expectedIntervalSeconds }: Rhythm): number =>
  expectedIntervalSeconds ?? intervalSeconds ?? UNKNOWN_INTERVAL_SECONDS;

/** Seconds of silence after which a device of this rhythm is late, and after which it is silent. */
export const patienceOf = (interval: number): { late: number; silent: number } => ({
  late: Math.max(interval * LATE_INTERVALS, LATE_FLOOR_SECONDS),
  silent: Math.max(interval * SILENT_INTERVALS, SILENT_FLOOR_SECONDS),
});

export function onlineState(device: Rhythm & { lastMessageAt: Date | null; now: Date }): OnlineState {
  if (device.lastMessageAt === null) return 'never';
  const { late, silent } = patienceOf(rhythmOf(device));
  const age = (device.now.getTime() - device.lastMessageAt.getTime()) / 1000;
  if (age > silent) return 'silent';
  return age > late ? 'late' : 'online';
}

import { malformed, type ParseResult, parsed, type Refusal } from '../parse-result.ts';
import { BASE_LABELS, LABELS } from './labels.ts';
import type { ResolvedRecord, SenmlPack, SenmlRecord } from './record.ts';

/** RFC 8428 §4.5.3: smaller times are relative to now. */
export const ABSOLUTE_TIME_FLOOR = 2 ** 28;
/** 9999-12-31T23:59:59Z; what lies beyond is milliseconds taken for seconds, or garbage. */
const LATEST_TIME = 253_402_300_799;

/** Of RFC 8428; records of another one keep it when they are resolved (§4.6). */
const VERSION = 10;

const FULL_NAME = /^[A-Za-z0-9][A-Za-z0-9\-:._/]*$/;

interface BaseFields {
  bn: string;
  bt: number;
  bu: string | undefined;
  bv: number | undefined;
  bs: number;
  bver: number;
}

/**
 * Resolves a pack (RFC 8428 §4.6): full names, absolute times in Unix seconds, no base fields but another version than 10,
 * ascending by time and in the order sent where times are equal. Records that carry nothing but
 * base fields produce nothing.
 *
 * @param options.now Unix seconds to which relative times refer, usually the time of receipt.
 */
export function resolveSenml(pack: SenmlPack, options: { now: number }): ParseResult<ResolvedRecord[]> {
  const base: BaseFields = { bn: '', bt: 0, bu: undefined, bv: undefined, bs: 0, bver: VERSION };
  const resolved: ResolvedRecord[] = [];
  for (const [index, record] of pack.entries()) {
    applyBase(base, record);
    if (isBaseOnly(record)) continue;
    const one = resolveRecord(record, base, options.now, index);
    if (!one.ok) return one;
    resolved.push(one.value);
  }
  return parsed(isAscending(resolved) ? resolved : resolved.sort((a, b) => a.t - b.t));
}

/** As nearly all packs are. */
function isAscending(records: readonly ResolvedRecord[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const { t } of records) {
    if (t < last) return false;
    last = t;
  }
  return true;
}

function applyBase(base: BaseFields, record: SenmlRecord): void {
  if (record.bn !== undefined) base.bn = record.bn;
  if (record.bt !== undefined) base.bt = record.bt;
  if (record.bu !== undefined) base.bu = record.bu;
  if (record.bv !== undefined) base.bv = record.bv;
  if (record.bs !== undefined) base.bs = record.bs;
  if (record.bver !== undefined) base.bver = record.bver;
}

const OWN_LABELS = LABELS.filter((label) => !(BASE_LABELS as readonly string[]).includes(label));

function isBaseOnly(record: SenmlRecord): boolean {
  for (const label of OWN_LABELS) if (record[label] !== undefined) return false;
  return true;
}

function resolveRecord(
  record: SenmlRecord,
  base: BaseFields,
  now: number,
  index: number,
): ParseResult<ResolvedRecord> {
  const n = base.bn + (record.n ?? '');
  if (n === '') return malformed('senml.no-name', 'A record needs a name: bn, n or both.', at(index));
  if (!FULL_NAME.test(n)) {
    return malformed(
      'senml.bad-name',
      'A full name begins with a letter or digit (RFC 8428 §4.5.1).',
      at(index),
    );
  }
  const sum = base.bt + (record.t ?? 0);
  const t = sum < ABSOLUTE_TIME_FLOOR ? now + sum : sum;
  // Written so that NaN is refused too.
  if (!(t >= 0 && t <= LATEST_TIME)) return badTime(t, index);
  const resolved: ResolvedRecord = { n, t };
  const u = record.u ?? base.bu;
  if (u !== undefined) resolved.u = u;
  if (base.bver !== VERSION) resolved.bver = base.bver;
  return resolveValue(record, base, resolved, index) ?? parsed(resolved);
}

function resolveValue(
  record: SenmlRecord,
  base: BaseFields,
  resolved: ResolvedRecord,
  index: number,
): Refusal | null {
  if (record.vs !== undefined) resolved.vs = record.vs;
  else if (record.vb !== undefined) resolved.vb = record.vb;
  else if (record.vd !== undefined) resolved.vd = record.vd;
  else if (record.v !== undefined) resolved.v = (base.bv ?? 0) + record.v;
  else if (record.s === undefined) {
    if (base.bv === undefined)
      return malformed('senml.no-value', 'A record needs a value or a sum.', at(index));
    resolved.v = base.bv;
  }
  if (record.s !== undefined) resolved.s = base.bs + record.s;
  if (!Number.isFinite(resolved.v ?? 0) || !Number.isFinite(resolved.s ?? 0)) {
    return malformed(
      'senml.not-finite',
      'Base value and value add up to more than a number can hold.',
      at(index),
    );
  }
  return null;
}

const at = (index: number) => `[${index}]`;

function badTime(t: number, index: number): Refusal {
  const hint = t > LATEST_TIME ? ' Times are seconds, not milliseconds.' : '';
  return malformed('senml.bad-time', `Time ${t} lies outside 1970 to 9999.${hint}`, at(index));
}

import type { DownlinkOutcome } from '#server/downlinks/outcomes.sql.ts';
import type { DesiredValue, ReportedValue } from './contract.ts';
import { desiredState } from './desired.ts';
import { partTag } from './part-tags.ts';
import type { TwinRow } from './repository.ts';
import type { ResendRow } from './resends.sql.ts';
import { onlineState, splitSection } from './rules.ts';
import { heardOf } from './sessions.ts';
import type { DesiredEntry, ReportedEntry, Twin } from './twin-contract.ts';

/** Units that tell a reader nothing (product/05). */
const TRIVIAL_UNITS = new Set(['enum', '/', 'string']);

/** What is read beside the twin's own row. */
export interface TwinSurroundings {
  outcomes: ReadonlyMap<string, DownlinkOutcome>;
  resends: readonly ResendRow[];
  medianIntervalSeconds: number | null;
  now: Date;
}

export function twinView(row: TwinRow, around: TwinSurroundings): Twin {
  return {
    deviceId: row.deviceId,
    reported: Object.entries(row.reported)
      .map(([name, value]) => reportedEntry(name, value, row.deviceNames))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    desired: Object.entries(row.desired)
      .map(([name, wish]) => desiredEntry(name, wish, row, around))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    observed: observedNow(row, around),
    metadata: row.metadata,
    version: row.version,
    tags: {
      metadata: partTag(row, 'metadata'),
      desired: partTag(row, 'desired'),
      reported: partTag(row, 'reported'),
    },
    modifiedAt: row.modifiedAt,
    linked: row.linked,
    editable: row.category === 'own',
    controls: row.controls,
  };
}

function observedNow(
  { observed, expectedIntervalSeconds }: TwinRow,
  { medianIntervalSeconds, now }: TwinSurroundings,
): Twin['observed'] {
  const lastMessageAt = observed.lastMessageAt ? new Date(observed.lastMessageAt) : null;
  const intervalSeconds = observed.learnedIntervalSeconds ?? null;
  const { sessions = [], bursts: _, ...told } = observed;
  return {
    ...told,
    frames: heardOf(sessions),
    lastFCntUp: sessions[0]?.last ?? null,
    state: onlineState({ lastMessageAt, intervalSeconds, expectedIntervalSeconds, now }),
    expectedIntervalSeconds,
    medianIntervalSeconds,
  };
}

function desiredEntry(
  name: string,
  wish: DesiredValue,
  { reported }: TwinRow,
  { outcomes, resends }: TwinSurroundings,
): DesiredEntry {
  const carrier = outcomes.get(wish.downlinkId) ?? null;
  const told = Object.hasOwn(reported, name) ? reported[name] : undefined;
  return {
    name,
    ...shownValue(wish),
    unit: shownUnit(wish.u),
    requestedAt: new Date(wish.at),
    state: desiredState(wish, carrier, told),
    downlinkId: wish.downlinkId,
    reason: carrier?.reason ?? null,
    changedAt: carrier?.modifiedAt ?? null,
    resend: resendOf(resends.find((one) => one.name === name && one.downlinkId === wish.downlinkId)),
  };
}

const resendOf = (row: ResendRow | undefined): DesiredEntry['resend'] =>
  row ? { most: row.most, sent: row.sent, pauseMinutes: row.pauseSeconds / 60 } : null;

const shownUnit = (unit: string | undefined) => (unit && !TRIVIAL_UNITS.has(unit) ? unit : null);

function reportedEntry(name: string, value: ReportedValue, deviceNames: readonly string[]): ReportedEntry {
  return {
    name,
    section: splitSection(name, deviceNames),
    ...shownValue(value),
    unit: shownUnit(value.u),
    at: new Date(value.t * 1000),
  };
}

export function shownValue({
  v,
  vs,
  vb,
  vd,
  s,
}: Partial<ReportedValue>): Pick<ReportedEntry, 'kind' | 'value'> {
  if (vs !== undefined) return { kind: 'text', value: vs };
  if (vb !== undefined) return { kind: 'boolean', value: vb };
  if (vd !== undefined) return { kind: 'data', value: vd };
  return { kind: 'number', value: v ?? s ?? 0 };
}

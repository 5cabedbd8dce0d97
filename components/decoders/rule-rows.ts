import type { VersionRule } from '#server/decoders/version-rule-contract.ts';

/** A rule as it is typed: everything is text, empty where it does not count. */
export interface RuleRow {
  key: number;
  versionId: string;
  fPorts: string;
  firmwareFrom: string;
  firmwareBefore: string;
  /** `2026-03-04T05:06`, in the reader's own time. */
  from: string;
  before: string;
}

export const rowOf = (rule: VersionRule, key: number): RuleRow => ({
  key,
  versionId: rule.versionId,
  fPorts: rule.fPorts?.join(', ') ?? '',
  firmwareFrom: rule.firmwareFrom ?? '',
  firmwareBefore: rule.firmwareBefore ?? '',
  from: localOf(rule.from),
  before: localOf(rule.before),
});

/** What is empty is left out; what is no port or date is handed over as it is, to be refused by name. */
export function ruleOf({ versionId, fPorts, firmwareFrom, firmwareBefore, from, before }: RuleRow) {
  const ports = fPorts.split(/[\s,;]+/).filter(Boolean);
  return {
    versionId,
    ...(ports.length > 0 ? { fPorts: ports.map(Number) } : {}),
    ...(firmwareFrom.trim() ? { firmwareFrom: firmwareFrom.trim() } : {}),
    ...(firmwareBefore.trim() ? { firmwareBefore: firmwareBefore.trim() } : {}),
    ...(from ? { from: instantOf(from) } : {}),
    ...(before ? { before: instantOf(before) } : {}),
  };
}

const pad = (value: number) => String(value).padStart(2, '0');

function localOf(instant: string | undefined): string {
  if (!instant) return '';
  const at = new Date(instant);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

function instantOf(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}

import type { VersionRule } from './version-rule-contract.ts';

/** Which version of a decoder a message goes through. */

export interface RuledMessage {
  /** null: no frame of LoRaWAN, or one without a payload. */
  fPort: number | null;
  /** What the device reports; null: it never told. */
  firmware: string | null;
  /** When the network heard the device. */
  at: Date;
}

type Conditions = Omit<VersionRule, 'versionId'>;

export function fits(rule: Conditions, { fPort, firmware, at }: RuledMessage): boolean {
  if (rule.fPorts && (fPort === null || !rule.fPorts.includes(fPort))) return false;
  if (
    rule.firmwareFrom !== undefined &&
    !(firmware !== null && compareFirmware(firmware, rule.firmwareFrom) >= 0)
  )
    return false;
  if (
    rule.firmwareBefore !== undefined &&
    !(firmware !== null && compareFirmware(firmware, rule.firmwareBefore) < 0)
  )
    return false;
  if (rule.from !== undefined && at.getTime() < Date.parse(rule.from)) return false;
  return rule.before === undefined || at.getTime() < Date.parse(rule.before);
}

/** Part by part, numbers as numbers: 1.10 comes after 1.9, 2.0-beta before 2.0.1, and `v1.2` is 1.2. */
export function compareFirmware(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [x = 0, y = 0] = [a[at], b[at]];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    // A word (a test version, say) comes before any number.
    if (typeof x !== typeof y) return typeof x === 'string' ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

const partsOf = (version: string): (number | string)[] =>
  (version.replace(/^v(?=\d)/i, '').match(/\d+|[a-z]+/gi) ?? []).map((part) =>
    /^\d/.test(part) ? Number(part) : part.toLowerCase(),
  );

import { z } from 'zod';
import { idSchema, lineSchema } from '#server/platform/contract.ts';

/** Which messages go through another version of a decoder than the published one. */

const firmwareSchema = lineSchema(100).min(1).optional();

/** All that is given must fit; a rule without any condition is none. */
export const versionRuleSchema = z
  .strictObject({
    versionId: idSchema,
    /** FPorts of the frames. */
    fPorts: z.array(z.number().int().min(1).max(255)).min(1).max(50).optional(),
    /** The version that the device reports, this one included. */
    firmwareFrom: firmwareSchema,
    /** This one not included. */
    firmwareBefore: firmwareSchema,
    /** When the network heard the device, this moment included. */
    from: z.iso.datetime().optional(),
    /** This moment not included. */
    before: z.iso.datetime().optional(),
  })
  .refine(({ versionId: _, ...conditions }) => Object.values(conditions).some((one) => one !== undefined), {
    path: ['versionId'],
    message: 'a rule needs a port, a firmware or a date',
  });
export type VersionRule = z.output<typeof versionRuleSchema>;

export const versionRulesSchema = z.strictObject({
  id: idSchema,
  /** In order: the first that fits counts. None: every message goes through the published version. */
  rules: z.array(versionRuleSchema).max(20),
});
export type VersionRules = z.output<typeof versionRulesSchema>;

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

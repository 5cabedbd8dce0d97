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

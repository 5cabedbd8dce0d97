import { z } from 'zod';
import { apiSecretSchema, plansSchema, serverAddressSchema } from '../contract.ts';

export const chirpstackSettingsSchema = z.strictObject({
  /** Of the server's web interface: its API answers on the same port. */
  address: serverAddressSchema,
  applicationId: z.guid().toLowerCase(),
  /** Each `profile` is the id of a device profile. */
  plans: plansSchema.refine(
    (plans) => plans.every(({ profile }) => z.guid().safeParse(profile).success),
    'lora-connections.profile-not-uuid',
  ),
});
export type ChirpstackSettings = z.output<typeof chirpstackSettingsSchema>;

/** Of a tenant or an administrator; made under API keys. */
export const chirpstackSecretsSchema = z.strictObject({ apiKey: apiSecretSchema });
export type ChirpstackSecrets = z.output<typeof chirpstackSecretsSchema>;

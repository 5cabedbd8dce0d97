import { z } from 'zod';
import { apiSecretSchema, plansSchema, serverAddressSchema } from '../contract.ts';

/** What the devices of a connection speak; regional parameters as The Things Stack pairs them. */
export const LORAWAN_VERSIONS = ['1.0.2', '1.0.3', '1.0.4'] as const;

export const thingsStackSettingsSchema = z.strictObject({
  /** Of the cluster: Network, Application and Join Server. */
  address: serverAddressSchema,
  /** Where the Identity Server is another (The Things Stack Cloud has one, at eu1). */
  identityAddress: serverAddressSchema.optional(),
  /** ID constraints of The Things Stack: lower case, digits, single dashes, 3 to 36. */
  applicationId: z.string().regex(/^[a-z0-9](?:-?[a-z0-9]){2,35}$/, 'lora-connections.bad-application'),
  lorawanVersion: z.enum(LORAWAN_VERSIONS).default('1.0.3'),
  /** Each `profile` is the id of a frequency plan, such as EU_863_870_TTN. */
  plans: plansSchema,
});
export type ThingsStackSettings = z.output<typeof thingsStackSettingsSchema>;

/** `NNSXS.…`, with the rights to read and write devices and their keys. */
export const thingsStackSecretsSchema = z.strictObject({ apiKey: apiSecretSchema });
export type ThingsStackSecrets = z.output<typeof thingsStackSecretsSchema>;

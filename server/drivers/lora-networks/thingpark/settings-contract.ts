import { z } from 'zod';
import { lineSchema } from '#server/platform/contract.ts';
import { apiSecretSchema, plansSchema, serverAddressSchema } from '../contract.ts';

export const thingparkSettingsSchema = z.strictObject({
  /** Of the DX API, such as https://dx-api.thingpark.com or https://host/thingpark/dx */
  address: serverAddressSchema,
  /** `profile/user` of the DX Admin API. */
  clientId: lineSchema(200).min(1),
  /** Such as LORA/GenericA.1.0.3a_ETSI */
  deviceProfileId: lineSchema(200).min(1),
  /** The AS routing profile that leads to this connection's webhook. */
  routingProfileId: lineSchema(200).optional(),
  /** Each `profile` is the id of a connectivity plan. */
  plans: plansSchema,
});
export type ThingparkSettings = z.output<typeof thingparkSettingsSchema>;

export const thingparkSecretsSchema = z.strictObject({ clientSecret: apiSecretSchema });
export type ThingparkSecrets = z.output<typeof thingparkSecretsSchema>;

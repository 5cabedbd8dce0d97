import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';
import {
  checkSharedSecret,
  normaliseDvnUuid,
  normaliseIccid,
  normaliseImei,
} from '#server/protocols/device-identifiers.ts';
import { normaliseAppKey, normaliseDevEui, normaliseJoinEui } from '#server/protocols/lorawan/identifiers.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';

/** By what a device is known at its networks, and its secrets there. */

/** An identifier as people write it, brought to the form we store. */
const identifier = (normalise: (text: string) => ParseResult<string>) =>
  z
    .string()
    .max(100)
    .transform((text, context) => {
      const result = normalise(text);
      if (result.ok) return result.value;
      context.addIssue({ code: 'custom', message: result.error.message });
      return z.NEVER;
    });

export const devEuiSchema = identifier(normaliseDevEui);
export const joinEuiSchema = identifier(normaliseJoinEui);
export const appKeySchema = identifier(normaliseAppKey);

/** LoRaWAN 1.0.x, OTAA: the keys of a device that brings its own. */
export const loraKeysSchema = z.strictObject({
  devEui: devEuiSchema,
  joinEui: joinEuiSchema,
  appKey: appKeySchema,
});
export type LoraKeys = z.infer<typeof loraKeysSchema>;

export const imeiSchema = identifier(normaliseImei);
export const iccidSchema = identifier(normaliseIccid);
export const dvnUuidSchema = identifier(normaliseDvnUuid);
export const sharedSecretSchema = identifier(checkSharedSecret);

/** M2M: the device and, where it is known, its SIM. Without a secret the platform makes one. */
export const cellularInfoSchema = z.strictObject({
  imei: imeiSchema,
  iccid: iccidSchema.optional(),
  sharedSecret: sharedSecretSchema.optional(),
});

/** Internet: what is not given the platform makes. */
export const genericInfoSchema = z.strictObject({
  dvnUuid: dvnUuidSchema.optional(),
  sharedSecret: sharedSecretSchema.optional(),
});

/** Network information, whose networks must be those of the device's type; may follow later. */
export const networkInfoShape = {
  /** For a type with preset keys; keys that the platform makes are not given. */
  lora: loraKeysSchema.optional(),
  cellular: cellularInfoSchema.optional(),
  generic: genericInfoSchema.optional(),
};

/** Network information of a device that is there already. */
export const networkLinkSchema = z.discriminatedUnion('network', [
  z.strictObject({ id: idSchema, network: z.literal('cellular'), info: cellularInfoSchema }),
  z.strictObject({ id: idSchema, network: z.literal('generic'), info: genericInfoSchema }),
]);
export type NetworkLink = z.output<typeof networkLinkSchema>;

/** Off one of its networks, by the id of what links it. */
export const networkUnlinkSchema = z.strictObject({ id: idSchema, adapterId: idSchema });

/** A DevEUI may come before its keys. */
export type LoraIdentity = Pick<LoraKeys, 'devEui'> & Partial<LoraKeys>;
export type LoraLink = { id: string; network: 'lora'; info: LoraIdentity };

/** Without one the platform makes it. */
export const sharedSecretReplaceSchema = z.strictObject({
  id: idSchema,
  sharedSecret: sharedSecretSchema.optional(),
});

export const loraKeysSetSchema = z.strictObject({ id: idSchema, lora: loraKeysSchema });

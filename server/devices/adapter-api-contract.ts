import { z } from 'zod';
import { pageOf, readOnlyShape, timeSchema } from '#server/http/contract.ts';
import { idSchema } from '#server/platform/contract.ts';
import { credentialsSchema, devicePathSchema } from './api-contract.ts';
import {
  appKeySchema,
  devEuiSchema,
  dvnUuidSchema,
  iccidSchema,
  imeiSchema,
  joinEuiSchema,
  sharedSecretSchema,
} from './network-contract.ts';

/** The interfaces of a device as programs see them (product/10). */

const EXAMPLE = { type: 'lora', devEui: '0059AC00001B3461' };
const STORED = {
  id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  ...EXAMPLE,
  createdAt: '2025-01-02T12:04:32.982Z',
  modifiedAt: '2025-01-02T12:04:32.982Z',
};

const stored = { id: z.guid(), createdAt: timeSchema, modifiedAt: timeSchema };
const lora = z.strictObject({ ...stored, type: z.literal('lora'), devEui: z.string() });
const cellular = z.strictObject({
  ...stored,
  type: z.literal('cellular'),
  imei: z.string(),
  iccId: z.string().optional().meta({ description: 'Of the SIM that is in the device.' }),
});
const generic = z.strictObject({ ...stored, type: z.literal('generic'), dvnUuid: z.string() });

export const networkAdapterSchema = z
  .discriminatedUnion('type', [lora, cellular, generic])
  .meta({ id: 'NetworkAdapter', example: STORED });

const made = { credentials: credentialsSchema.optional() };
export const networkAdapterAddedSchema = z
  .discriminatedUnion('type', [lora.extend(made), cellular.extend(made), generic.extend(made)])
  .meta({ id: 'NetworkAdapterAdded', example: STORED });

const writeOnly = { description: 'Write-only: never in an answer.', writeOnly: true };

export const networkAdapterAddSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('lora'),
        devEui: devEuiSchema,
        appEui: joinEuiSchema.optional(),
        appKey: appKeySchema.optional().meta(writeOnly),
      })
      .refine(({ appEui, appKey }) => (appEui === undefined) === (appKey === undefined), {
        path: ['appKey'],
        message: 'appEui and appKey belong together: both, or neither yet',
      }),
    z.strictObject({
      type: z.literal('cellular'),
      imei: imeiSchema,
      iccId: iccidSchema.optional(),
      sharedSecret: sharedSecretSchema.optional().meta(writeOnly),
    }),
    z.strictObject({
      type: z.literal('generic'),
      dvnUuid: dvnUuidSchema.optional().meta({ description: 'Made by the platform when it is left out.' }),
      sharedSecret: sharedSecretSchema.optional().meta(writeOnly),
    }),
  ])
  .meta({ id: 'NetworkAdapterToAdd', example: EXAMPLE });
export type NetworkAdapterAdd = z.output<typeof networkAdapterAddSchema>;

export const networkAdapterChangeSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ ...readOnlyShape, type: z.literal('lora'), devEui: devEuiSchema }),
    z.strictObject({
      ...readOnlyShape,
      type: z.literal('cellular'),
      imei: imeiSchema,
      iccId: iccidSchema
        .optional()
        .meta({ description: 'Another SIM takes the place of the one that is in it.' }),
    }),
    z.strictObject({ ...readOnlyShape, type: z.literal('generic'), dvnUuid: dvnUuidSchema }),
  ])
  .meta({
    id: 'NetworkAdapterToChange',
    description: 'devEui, imei and dvnUuid never change: the same value is answered with what is there.',
    example: EXAMPLE,
  });
export type NetworkAdapterChange = z.output<typeof networkAdapterChangeSchema>;

export const networkAdapterPathSchema = devicePathSchema.extend({ networkAdapterId: idSchema });

export const pageOfNetworkAdapters = pageOf(networkAdapterSchema, 'PageOfNetworkAdapters');

import { z } from 'zod';
import { deviceIdSchema, pageOf, pagingShape, timeSchema, timesShape } from '#server/http/contract.ts';
import { idSchema, lineSchema } from '#server/platform/contract.ts';
import {
  DOWNLINK_REASONS,
  DOWNLINK_STATES,
  downlinkCreateSchema,
  downlinkMethodSchema,
  loraMethodSchema,
  senmlMethodSchema,
} from './contract.ts';

/** Downlinks as programs see them (rest-api.md §6). */

const DEVICE_ID = '4fa05eed-4db6-4fe5-8cb1-744893286db1';
const LORA = { port: 10, payloadHex: '0a0b0c' };
const RECORDS = [{ n: 'interval', v: 300 }];
const CREATED = {
  id: '36e75427-4c6e-438c-89b5-0cbdb0d4068c',
  retryLimit: 1,
  retryCount: 0,
  feedbackTimeout: 'P1DT1H',
  dryRun: false,
  lastFailureReason: null,
  createdAt: '2025-01-02T12:04:32.982Z',
  modifiedAt: '2025-01-02T12:04:32.982Z',
};
const ASKED = { deviceId: DEVICE_ID, feedbackTimeout: 'PT25H', retryLimit: 1 };

const shape = {
  id: z.guid(),
  deviceId: z.guid(),
  retryLimit: z.int(),
  retryCount: z.int(),
  feedbackTimeout: z.string().meta({ description: 'ISO 8601 duration of days, hours, minutes and seconds.' }),
  dryRun: z.boolean(),
  lastFailureReason: z.enum(DOWNLINK_REASONS).nullable(),
  createdAt: timeSchema,
  modifiedAt: timeSchema,
};

export const downlinkSchema = z
  .strictObject({
    ...shape,
    networkId: z.string().nullable().meta({ description: 'URN of the device in its network.' }),
    method: downlinkMethodSchema,
    status: z.enum(DOWNLINK_STATES),
    externalReference: z.string().nullable(),
  })
  .meta({
    id: 'Downlink',
    example: {
      ...CREATED,
      deviceId: DEVICE_ID,
      networkId: 'urn:dev:DEVEUI:0059AC00001B3461:',
      method: { type: 'lora', ...LORA },
      status: 'PENDING',
      externalReference: 'someExternalReference123',
    },
  });
export type DownlinkBody = z.output<typeof downlinkSchema>;

const status = z
  .enum(['PENDING', 'EXECUTING', 'DONE'])
  .meta({ description: 'DONE without a lastFailureReason was delivered.' });

const { port, payloadHex } = loraMethodSchema.shape;
const { records } = senmlMethodSchema.shape;

export const loraDownlinkSchema = z
  .strictObject({ ...shape, status, port: z.int(), payloadHex: z.string() })
  .meta({ id: 'LoraDownlink', example: { ...CREATED, deviceId: DEVICE_ID, status: 'PENDING', ...LORA } });
export const httpDownlinkSchema = z.strictObject({ ...shape, status, payload: records }).meta({
  id: 'HttpDownlink',
  example: { ...CREATED, deviceId: DEVICE_ID, status: 'PENDING', payload: RECORDS },
});

export const mqttDownlinkSchema = z.strictObject({ ...shape, status, payload: records }).meta({
  id: 'MqttDownlink',
  example: { ...CREATED, retryLimit: 0, deviceId: DEVICE_ID, status: 'PENDING', payload: RECORDS },
});

const { method, feedbackTimeout, retryLimit, dryRun, externalReference } = downlinkCreateSchema.shape;

export const downlinkAddSchema = z
  .strictObject({ deviceId: deviceIdSchema, method, externalReference, feedbackTimeout, retryLimit, dryRun })
  .meta({
    id: 'DownlinkToAdd',
    description: 'Without a feedbackTimeout the device has a day to answer; 10 minutes are the least.',
    example: { ...ASKED, method: { type: 'lora', ...LORA }, externalReference: 'someExternalReference123' },
  });

/** Must be given: of these nothing is assumed. */
const connectionShape = {
  deviceId: deviceIdSchema,
  feedbackTimeout: feedbackTimeout.unwrap(),
  retryLimit,
  dryRun,
};

export const loraDownlinkAddSchema = z
  .strictObject({ ...connectionShape, port, payloadHex })
  .meta({ id: 'LoraDownlinkToAdd', example: { ...ASKED, ...LORA } });
export const httpDownlinkAddSchema = z
  .strictObject({ ...connectionShape, payload: records })
  .meta({ id: 'HttpDownlinkToAdd', example: { ...ASKED, payload: RECORDS } });
export const mqttDownlinkAddSchema = z
  .strictObject({ ...connectionShape, payload: records })
  .meta({ id: 'MqttDownlinkToAdd', example: { ...ASKED, retryLimit: 0, payload: RECORDS } });

const sort = z
  .string()
  .regex(
    /^-?(createdAt|modifiedAt|id)(,-?(createdAt|modifiedAt|id)){0,2}$/,
    'createdAt, modifiedAt, id; - for descending',
  )
  .meta({ example: '-createdAt,id' });
const listShape = {
  ...pagingShape,
  sort: sort.optional(),
  deviceId: deviceIdSchema.optional(),
  ...timesShape,
};

export const downlinksQuerySchema = z.strictObject({
  ...listShape,
  q: lineSchema(200)
    .min(1)
    .optional()
    .meta({ description: 'Network id or message contains, case-sensitive; or the external reference.' }),
});
export const connectionDownlinksQuerySchema = z.strictObject({ ...listShape, status: status.optional() });
export type DownlinksQuery = z.output<typeof downlinksQuerySchema> &
  Partial<z.output<typeof connectionDownlinksQuerySchema>>;

export const downlinkPathSchema = z.strictObject({ downlinkId: idSchema });
export const downlinkCancelQuerySchema = z.strictObject({
  forced: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .default(false)
    .meta({ description: 'Also one that is under way; that it is delivered cannot be excluded then.' }),
});

export const pageOfDownlinks = pageOf(downlinkSchema, 'PageOfDownlinks');
export const pageOfLoraDownlinks = pageOf(loraDownlinkSchema, 'PageOfLoraDownlinks');
export const pageOfHttpDownlinks = pageOf(httpDownlinkSchema, 'PageOfHttpDownlinks');
export const pageOfMqttDownlinks = pageOf(mqttDownlinkSchema, 'PageOfMqttDownlinks');

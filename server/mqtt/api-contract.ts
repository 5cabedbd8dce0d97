import { z } from 'zod';
import {
  deviceIdSchema,
  pageOf,
  pagingShape,
  readOnlyShape,
  timeSchema,
  timesShape,
} from '#server/http/contract.ts';
import { idSchema } from '#server/platform/contract.ts';
import { mqttPasswordSchema } from './contract.ts';

/** MQTT bindings as programs see them (rest-api.md §5). */

const DEVICE_ID = '4fa05eed-4db6-4fe5-8cb1-744893286db1';
const BOUND = {
  id: '224ecc46-291d-482b-993f-c8b508adb0da',
  deviceId: DEVICE_ID,
  username: 'urn:dev:IMEI:357292748642776:',
  createdAt: '2025-01-01T11:22:33.456Z',
  modifiedAt: '2025-01-01T11:22:33.456Z',
};

const username = z
  .string()
  .nullable()
  .meta({ description: 'The URN of the device; null once it has left its network.', readOnly: true });

export const mqttBindingSchema = z
  .strictObject({ id: z.guid(), deviceId: z.guid(), username, createdAt: timeSchema, modifiedAt: timeSchema })
  .meta({ id: 'MqttBinding', description: 'A binding of a device to the MQTT connector.', example: BOUND });
export type MqttBindingBody = z.output<typeof mqttBindingSchema>;

export const mqttBindingAddedSchema = mqttBindingSchema
  .extend({
    credentials: z
      .strictObject({ password: z.string() })
      .optional()
      .meta({ description: 'What the platform made: in this answer, and never in another one.' }),
  })
  .meta({ id: 'MqttBindingAdded', example: BOUND });

const password = mqttPasswordSchema.optional().meta({
  writeOnly: true,
  description:
    'At least 24 characters, with a lower case letter, an upper case letter, a digit and a special character. Write-only; without one the platform makes it.',
});

export const mqttBindingAddSchema = z
  .strictObject({ deviceId: deviceIdSchema, password })
  .meta({ id: 'MqttBindingToAdd', example: { deviceId: DEVICE_ID } });

export const mqttBindingChangeSchema = z
  .strictObject({
    ...readOnlyShape,
    deviceId: idSchema.optional(),
    username: z.string().nullish().meta({ readOnly: true }),
    password,
  })
  .meta({
    id: 'MqttBindingToChange',
    description: 'Replaces the password; the connections of the device end.',
    example: { deviceId: DEVICE_ID, password: 'Example-only-1-password-of-a-device' },
  });

export const mqttBindingPathSchema = z.strictObject({ bindingId: idSchema });

export const mqttBindingsQuerySchema = z.strictObject({
  ...pagingShape,
  sort: z
    .string()
    .regex(
      /^-?(createdAt|modifiedAt|id)(,-?(createdAt|modifiedAt|id)){0,2}$/,
      'createdAt, modifiedAt, id; - for descending',
    )
    .optional(),
  clientId: idSchema.optional(),
  deviceId: deviceIdSchema.optional(),
  ...timesShape,
});
export type MqttBindingsQuery = z.output<typeof mqttBindingsQuerySchema>;

export const pageOfMqttBindings = pageOf(mqttBindingSchema, 'PageOfMqttBindings');

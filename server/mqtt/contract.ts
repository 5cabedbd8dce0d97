import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';

/** rest-api.md §5: the password of a device's MQTT binding. The text never comes back in what is said of it. */
export const MQTT_PASSWORD_LENGTH = { least: 24, most: 128 } as const;

export const mqttPasswordSchema = z
  .string()
  .min(MQTT_PASSWORD_LENGTH.least, 'mqtt.password-length')
  .max(MQTT_PASSWORD_LENGTH.most, 'mqtt.password-length')
  .regex(/^[!-~]*$/, 'mqtt.password-characters')
  .refine(
    (text) => [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].every((one) => one.test(text)),
    'mqtt.password-classes',
  );

/** Without a password the platform makes one. */
export const mqttPasswordSetSchema = z.strictObject({
  deviceId: idSchema,
  password: mqttPasswordSchema.optional(),
});
export type MqttPasswordSet = z.output<typeof mqttPasswordSetSchema>;

export const mqttBindingRemoveSchema = z.strictObject({ deviceId: idSchema });

/** What the platform made, shown this once. */
export interface MqttCredentials {
  password: string;
}

/** How a device stands to MQTT. */
export interface MqttAccess {
  /** null: it has no password, so it cannot sign in. */
  passwordSince: Date | null;
  isConnected: boolean;
  /** Of its last connection; null: never connected. */
  connectedAt: Date | null;
  /** null: connected, or it is not known when it ended. */
  endedAt: Date | null;
}

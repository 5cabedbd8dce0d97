import { z } from 'zod';

/** The built-in network needs nothing. */
export const simulatedSettingsSchema = z.strictObject({});
export const simulatedSecretsSchema = z.strictObject({});
export type SimulatedSettings = z.output<typeof simulatedSettingsSchema>;
export type SimulatedSecrets = z.output<typeof simulatedSecretsSchema>;

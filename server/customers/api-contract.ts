import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';
import { customerSettingsSchema } from './contract.ts';

/** The API calls a customer client. */
export const clientPathSchema = z.strictObject({ clientId: idSchema });

export const clientSettingsSchema = customerSettingsSchema.omit({ id: true });

export const clientSettingsViewSchema = z
  .strictObject({
    clientId: z.guid(),
    keepsHistory: z.boolean(),
    messageWeeks: z.number().int().meta({ description: 'For how many weeks messages are kept.' }),
    measurementWeeks: z.number().int().meta({
      description: 'For how many weeks measurements are kept, where no project or device type says less.',
    }),
  })
  .meta({ id: 'ClientSettings' });
export type ClientSettingsView = z.infer<typeof clientSettingsViewSchema>;

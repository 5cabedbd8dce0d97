import { z } from 'zod';
import { idSchema } from '#server/platform/contract.ts';

/** What a customer says of all that is its own. */
export const customerSettingsSchema = z.strictObject({
  id: idSchema,
  /** False: measurements of none of its devices are kept longer than the messages that they came with. */
  keepsHistory: z.boolean(),
});
export type CustomerSettings = z.output<typeof customerSettingsSchema>;

export interface Customer {
  id: string;
  name: string;
  keepsHistory: boolean;
  createdAt: Date;
  modifiedAt: Date;
}

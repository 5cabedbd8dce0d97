import { z } from 'zod';

/** Payload of the channel `live`: whose data changed. A hint to read again, never data. */
export const liveHintSchema = z.object({
  customerId: z.guid(),
  deviceIds: z.array(z.guid()).default([]),
  destinationIds: z.array(z.guid()).default([]),
  alerts: z.boolean().default(false),
});

/** What a browser hears (event `change`). `configuration`: names, links or settings changed. */
export interface LiveChange {
  deviceIds: string[];
  destinationIds: string[];
  configuration: boolean;
  /** Alerts opened, changed or ended. */
  alerts: boolean;
}

import { z } from 'zod';
import { viewParams } from '#components/ui/data-table/table-query.ts';
import type { OperationName } from '#server/access/operations.ts';
import { idSchema, lineSchema } from '#server/platform/contract.ts';

/** The tables whose views can be saved, and who may: whoever may read the rows. */
export const VIEWED_TABLES = {
  devices: 'devices.read',
  'device-history': 'devices.read',
  flows: 'flows.read',
  'flow-devices': 'devices.read',
  destinations: 'destinations.read',
  deliveries: 'deliveries.read',
  downlinks: 'downlinks.read',
  messages: 'uplinks.read',
  'lora-data': 'uplinks.read',
  lora: 'lora-registrations.read',
  sims: 'sims.read',
  'sim-accounts': 'sim-accounts.read',
  connections: 'lora-connections.read',
  'unknown-devices': 'lora-connections.read',
  callers: 'lora-connections.read',
  alerts: 'alerts.read',
  firmware: 'firmware.read',
  'firmware-devices': 'firmware.read',
  'bulk-tasks': 'bulk-tasks.read',
  'bulk-rows': 'bulk-tasks.read',
  decoders: 'decoders.read',
  'device-types': 'device-types.read',
  projects: 'projects.read',
  users: 'users.read',
  'api-keys': 'api-keys.read',
  'audit-log': 'audit.read',
  mails: 'mails.read',
} as const satisfies Record<string, OperationName>;
export type ViewedTable = keyof typeof VIEWED_TABLES;

/** Of one person, of one table. */
export const MOST_VIEWS = 10;

const tableSchema = z.enum(Object.keys(VIEWED_TABLES) as [ViewedTable, ...ViewedTable[]]);
const nameSchema = lineSchema(60).refine((text) => text.length > 0, 'must not be empty');

/** What stands in the address of a list, without a page: the whole view, so that a link and a saved view are one. */
const addressSchema = z
  .string()
  .max(4000)
  .refine(
    (text) => [...new URLSearchParams(text).keys()].every((key) => viewParams.some((one) => one === key)),
    'holds what is no part of a view',
  );

export const viewSaveSchema = z.strictObject({
  table: tableSchema,
  name: nameSchema,
  address: addressSchema,
  isDefault: z.boolean().default(false),
});
export type ViewSave = z.output<typeof viewSaveSchema>;

export const viewUpdateSchema = z.strictObject({
  table: tableSchema,
  id: idSchema,
  name: nameSchema.optional(),
  address: addressSchema.optional(),
  isDefault: z.boolean().optional(),
});
export type ViewUpdate = z.output<typeof viewUpdateSchema>;

export const viewByIdSchema = z.strictObject({ table: tableSchema, id: idSchema });
export type ViewById = z.output<typeof viewByIdSchema>;

export interface TableViewItem {
  id: string;
  name: string;
  address: string;
  /** What the table opens with when the address says nothing. */
  isDefault: boolean;
}

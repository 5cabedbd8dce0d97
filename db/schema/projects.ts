import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { idColumn, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

export const projects = pgTable(
  'projects',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    name: text('name').notNull(),
    description: text('description'),
    subscription: text('subscription', { enum: ['freemium', 'explorer', 'modular', 'tailored'] })
      .notNull()
      .default('tailored'),
    /** null: no limit. */
    deviceLimit: integer('device_limit'),
    flowLimit: integer('flow_limit'),
    destinationLimit: integer('destination_limit'),
    /** Devices of one network, beside the limit of all. */
    loraDeviceLimit: integer('lora_device_limit'),
    cellularDeviceLimit: integer('cellular_device_limit'),
    genericDeviceLimit: integer('generic_device_limit'),
    /** Measurements of its devices are kept so long; null: as long as the installation keeps any. */
    measurementWeeks: integer('measurement_weeks'),
    /** Networks and device types that its subscription allows; null: every one. */
    allowedNetworks: text('allowed_networks').array(),
    allowedDeviceTypeIds: uuid('allowed_device_type_ids').array(),
    ...timestampColumns(),
  },
  (t) => [
    unique('projects_customer_id_id').on(t.customerId, t.id),
    index('projects_customer_name').on(t.customerId, t.name),
  ],
);

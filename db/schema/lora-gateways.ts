import { sql } from 'drizzle-orm';
import {
  check,
  doublePrecision,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { idColumn, timestampColumns } from '../columns.ts';
import { customers } from './customers.ts';

/** Gateways on a customer's premises, whose place stands for that of what they hear. */
export const loraGateways = pgTable(
  'lora_gateways',
  {
    id: idColumn(),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    /** As the network server names it, upper case. */
    gatewayId: text('gateway_id').notNull(),
    name: text('name').notNull(),
    /** WGS84 degrees. */
    latitude: doublePrecision('latitude').notNull(),
    longitude: doublePrecision('longitude').notNull(),
    /** How far around it a device may be that it hears best, metres. */
    radius: integer('radius'),
    ...timestampColumns(),
  },
  (t) => [
    unique('lora_gateways_customer_id_id').on(t.customerId, t.id),
    uniqueIndex('lora_gateways_gateway').on(t.customerId, t.gatewayId),
    check('lora_gateways_place', sql`latitude between -90 and 90 and longitude between -180 and 180`),
  ],
);

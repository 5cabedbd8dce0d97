import { foreignKey, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAtColumn, idColumn, instant } from '../columns.ts';
import { devices } from './devices.ts';

/** Whoever has the link may send as this device, from a phone and without an account. One a device; deleted: revoked. */
export const simulatorLinks = pgTable(
  'simulator_links',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    /** SHA-256 of the token, hex: what the page that is opened is found by. */
    tokenHash: text('token_hash').notNull(),
    /** Envelope of the token, to show the link again. */
    token: text('token').notNull(),
    expiresAt: instant('expires_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAtColumn(),
  },
  (t) => [
    uniqueIndex('simulator_links_device').on(t.deviceId),
    uniqueIndex('simulator_links_token').on(t.tokenHash),
    foreignKey({
      name: 'simulator_links_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

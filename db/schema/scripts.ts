import { bigint, check, foreignKey, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instant, oneOf, timestampColumns } from '../columns.ts';
import { decoders, encoders } from './device-types.ts';
import { messageFormats } from './message-formats.ts';

/** A golden test: an input that is kept, and what must come out of every version that is published. */
export const scriptTests = pgTable(
  'script_tests',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    decoderId: uuid('decoder_id'),
    encoderId: uuid('encoder_id'),
    formatId: uuid('format_id'),
    name: text('name').notNull(),
    /** `KeptInput` of server/scripts/contract.ts. */
    input: jsonb('input').notNull(),
    /** `Expectation` of server/scripts/contract.ts. */
    expected: jsonb('expected').notNull(),
    createdBy: text('created_by').notNull(),
    ...timestampColumns(),
  },
  (t) => [
    index('script_tests_decoder').on(t.decoderId),
    index('script_tests_encoder').on(t.encoderId),
    index('script_tests_format').on(t.formatId),
    foreignKey({
      name: 'script_tests_decoder_fk',
      columns: [t.customerId, t.decoderId],
      foreignColumns: [decoders.customerId, decoders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'script_tests_encoder_fk',
      columns: [t.customerId, t.encoderId],
      foreignColumns: [encoders.customerId, encoders.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'script_tests_format_fk',
      columns: [t.customerId, t.formatId],
      foreignColumns: [messageFormats.customerId, messageFormats.id],
    }).onDelete('cascade'),
    check('script_tests_owner', oneOf(t.decoderId, t.encoderId, t.formatId)),
  ],
);

/** A candidate beside the version that runs: what it would make of messages as they come, told and never kept or sent. */
export const decoderShadows = pgTable(
  'decoder_shadows',
  {
    decoderId: uuid('decoder_id').primaryKey(),
    customerId: uuid('customer_id').notNull(),
    /** Of the version that was taken; its text is kept here, for a draft is written anew when it is saved. */
    number: integer('number').notNull(),
    contract: text('contract', { enum: ['things', 'ts013'] }).notNull(),
    source: text('source').notNull(),
    mapping: jsonb('mapping').notNull().default({}),
    startedBy: text('started_by').notNull(),
    startedAt: instant('started_at').notNull().defaultNow(),
    until: instant('until').notNull(),
    /** The newest message that was looked at. */
    afterUplinkId: bigint('after_uplink_id', { mode: 'number' }).notNull(),
    messages: integer('messages').notNull().default(0),
    differing: integer('differing').notNull().default(0),
    failedBefore: integer('failed_before').notNull().default(0),
    failedAfter: integer('failed_after').notNull().default(0),
    /** `NameChange[]`. */
    names: jsonb('names').notNull().default([]),
    /** The newest messages that differ. */
    examples: jsonb('examples').notNull().default([]),
  },
  (t) => [
    foreignKey({
      name: 'decoder_shadows_decoder_fk',
      columns: [t.customerId, t.decoderId],
      foreignColumns: [decoders.customerId, decoders.id],
    }).onDelete('cascade'),
    index('decoder_shadows_until').on(t.until),
  ],
);

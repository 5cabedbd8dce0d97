import { check, foreignKey, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAtColumn, idColumn, ownOrPlatform, timestampColumns } from '../columns.ts';
import { destinations } from './destinations.ts';
import { decoders, deviceTypes, encoders } from './device-types.ts';
import { devices } from './devices.ts';
import { projects } from './projects.ts';

/** Links devices, decoders and destinations inside a project. The API calls it device group. */
export const flows = pgTable(
  'flows',
  {
    id: idColumn(),
    customerId: uuid('customer_id').notNull(),
    projectId: uuid('project_id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    ...timestampColumns(),
  },
  (t) => [
    unique('flows_customer_id_id').on(t.customerId, t.id),
    index('flows_customer_name').on(t.customerId, t.name, t.id),
    foreignKey({
      name: 'flows_project_fk',
      columns: [t.customerId, t.projectId],
      foreignColumns: [projects.customerId, projects.id],
    }),
  ],
);

export const flowDevices = pgTable(
  'flow_devices',
  {
    customerId: uuid('customer_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    createdAt: createdAtColumn(),
  },
  (t) => [
    primaryKey({ columns: [t.flowId, t.deviceId] }),
    index('flow_devices_device').on(t.deviceId),
    foreignKey({
      name: 'flow_devices_flow_fk',
      columns: [t.customerId, t.flowId],
      foreignColumns: [flows.customerId, flows.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'flow_devices_device_fk',
      columns: [t.customerId, t.deviceId],
      foreignColumns: [devices.customerId, devices.id],
    }).onDelete('cascade'),
  ],
);

/** A decoder that a flow has enabled for a device type. */
export const flowDecoders = pgTable(
  'flow_decoders',
  {
    customerId: uuid('customer_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    deviceTypeCustomerId: uuid('device_type_customer_id').notNull(),
    deviceTypeId: uuid('device_type_id').notNull(),
    decoderCustomerId: uuid('decoder_customer_id').notNull(),
    decoderId: uuid('decoder_id').notNull(),
    createdAt: createdAtColumn(),
  },
  (t) => [
    primaryKey({ columns: [t.flowId, t.deviceTypeId, t.decoderId] }),
    foreignKey({
      name: 'flow_decoders_flow_fk',
      columns: [t.customerId, t.flowId],
      foreignColumns: [flows.customerId, flows.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'flow_decoders_type_fk',
      columns: [t.deviceTypeCustomerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }),
    foreignKey({
      name: 'flow_decoders_decoder_fk',
      columns: [t.decoderCustomerId, t.decoderId],
      foreignColumns: [decoders.customerId, decoders.id],
    }),
    check('flow_decoders_type_owner', ownOrPlatform(t.customerId, t.deviceTypeCustomerId)),
    check('flow_decoders_decoder_owner', ownOrPlatform(t.customerId, t.decoderCustomerId)),
  ],
);

/** An encoder that a flow has enabled for a device type: what may turn instructions to its devices into bytes. */
export const flowEncoders = pgTable(
  'flow_encoders',
  {
    customerId: uuid('customer_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    deviceTypeCustomerId: uuid('device_type_customer_id').notNull(),
    deviceTypeId: uuid('device_type_id').notNull(),
    encoderCustomerId: uuid('encoder_customer_id').notNull(),
    encoderId: uuid('encoder_id').notNull(),
    createdAt: createdAtColumn(),
  },
  (t) => [
    primaryKey({ columns: [t.flowId, t.deviceTypeId, t.encoderId] }),
    foreignKey({
      name: 'flow_encoders_flow_fk',
      columns: [t.customerId, t.flowId],
      foreignColumns: [flows.customerId, flows.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'flow_encoders_type_fk',
      columns: [t.deviceTypeCustomerId, t.deviceTypeId],
      foreignColumns: [deviceTypes.customerId, deviceTypes.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'flow_encoders_encoder_fk',
      columns: [t.encoderCustomerId, t.encoderId],
      foreignColumns: [encoders.customerId, encoders.id],
    }).onDelete('cascade'),
    check('flow_encoders_type_owner', ownOrPlatform(t.customerId, t.deviceTypeCustomerId)),
    check('flow_encoders_encoder_owner', ownOrPlatform(t.customerId, t.encoderCustomerId)),
  ],
);

export const flowDestinations = pgTable(
  'flow_destinations',
  {
    customerId: uuid('customer_id').notNull(),
    flowId: uuid('flow_id').notNull(),
    destinationId: uuid('destination_id').notNull(),
    createdAt: createdAtColumn(),
  },
  (t) => [
    primaryKey({ columns: [t.flowId, t.destinationId] }),
    index('flow_destinations_destination').on(t.destinationId),
    foreignKey({
      name: 'flow_destinations_flow_fk',
      columns: [t.customerId, t.flowId],
      foreignColumns: [flows.customerId, flows.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'flow_destinations_destination_fk',
      columns: [t.customerId, t.destinationId],
      foreignColumns: [destinations.customerId, destinations.id],
    }).onDelete('cascade'),
  ],
);

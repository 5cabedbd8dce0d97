import { z } from 'zod';
import type { DestinationFault } from '#server/destinations/contract.ts';
import type { OfferedDecoder, OfferedEncoder } from '#server/device-types/contract.ts';
import { descriptionSchema, idSchema, lineSchema, nameSchema } from '#server/platform/contract.ts';

export const flowCreateSchema = z.strictObject({
  projectId: idSchema,
  name: nameSchema,
  description: descriptionSchema,
});
export type FlowCreate = z.output<typeof flowCreateSchema>;

export const flowUpdateSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.optional(),
  description: descriptionSchema.optional(),
});
export type FlowUpdate = z.output<typeof flowUpdateSchema>;

export const flowDevicesSchema = z.strictObject({
  flowId: idSchema,
  deviceIds: z.array(idSchema).min(1).max(500),
});
export type FlowDevices = z.output<typeof flowDevicesSchema>;

export const flowDestinationSchema = z.strictObject({ flowId: idSchema, destinationId: idSchema });
export type FlowDestination = z.output<typeof flowDestinationSchema>;

export const flowDecoderSchema = z.strictObject({
  flowId: idSchema,
  deviceTypeId: idSchema,
  decoderId: idSchema,
  enabled: z.boolean(),
});
export type FlowDecoder = z.output<typeof flowDecoderSchema>;

export const flowEncoderSchema = z.strictObject({
  flowId: idSchema,
  deviceTypeId: idSchema,
  encoderId: idSchema,
  enabled: z.boolean(),
});
export type FlowEncoder = z.output<typeof flowEncoderSchema>;

/** Flows to choose from: by a part of their names, of one project, without those that a device is in; or these by id. */
export const flowChoicesSchema = z.strictObject({
  q: lineSchema(200).optional(),
  projectId: idSchema.optional(),
  without: idSchema.optional(),
  ids: z.array(idSchema).min(1).max(100).optional(),
});
export type FlowChoicesQuery = z.output<typeof flowChoicesSchema>;

export interface FlowChoice {
  id: string;
  name: string;
  project: { id: string; name: string };
}

export interface FlowChoices {
  items: FlowChoice[];
  /** There are others: a part of the name finds them. */
  more: boolean;
}

export const WARNING_CODES = [
  'flows.no-device',
  'flows.no-decoder',
  'flows.payload-unread',
  'flows.no-destination',
  'flows.decoder-failing',
  'flows.decoder-unpublished',
  'flows.decoder-suspended',
  'flows.decoder-misfit',
  'flows.encoder-missing',
  'flows.encoder-misfit',
  'flows.merger-waits',
  'flows.destination-paused',
  'flows.destination-suspended',
  'flows.destination-misconfigured',
  'flows.destination-failing',
  'flows.device-deactivated',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** A component with a problem; the screen says what is wrong, what to do, and links to the object. */
export interface FlowWarning {
  code: WarningCode;
  object: {
    kind: 'flow' | 'device-type' | 'device' | 'decoder' | 'encoder' | 'destination';
    id: string;
    name: string;
  };
  /** Fills the words: counts, the last error; `deviceTypeId` where the type's panel is what fixes it. */
  details: Record<string, string | number>;
}

export interface LastHour {
  messages: number;
  failures: number;
  /** Milliseconds since 1970 of the newest; null: none. A later one means that something has just passed. */
  newest: number | null;
}

export interface FlowDecoderState extends OfferedDecoder {
  enabled: boolean;
  /** The platform stopped running it. */
  suspended: boolean;
  /** Reads what devices of other networks send. */
  misfit: boolean;
  lastHour: LastHour;
  /** Of the last 24 hours. */
  lastFailure: {
    at: Date;
    message: string;
    line: number | null;
    uplinkId: number;
    deviceId: string;
  } | null;
}

export interface FlowEncoderState extends OfferedEncoder {
  enabled: boolean;
  /** Writes what devices of other networks understand. */
  misfit: boolean;
  /** Some of the type's devices in this flow have it in no flow of theirs. */
  missing: boolean;
  /** Instructions of its kind that were asked for in the last 24 hours, or wait. */
  asked: number;
  lastHour: LastHour;
}

/** The devices of one type in a flow, and what the flow does with their messages. */
export interface FlowDeviceType {
  deviceType: { id: string; name: string; category: 'managed' | 'own'; networks: string[] };
  devices: number;
  deactivated: number;
  messagesLastHour: number;
  decoders: FlowDecoderState[];
  encoders: FlowEncoderState[];
}

export type DestinationStatus = 'active' | 'paused' | 'suspended';

export interface FlowDestinationState {
  id: string;
  name: string;
  kind: string;
  status: DestinationStatus;
  failuresInARow: number;
  failingSince: Date | null;
  lastError: string | null;
  /** Why it cannot be sent anything as it is set up. */
  misconfigured: DestinationFault | null;
  /** Joins what several decoders make; the ones whose output it waits for. */
  merger: { decoders: { id: string; name: string }[]; ttlSeconds: number } | null;
  /** Final deliveries of this flow's messages in the last hour. */
  lastHour: { delivered: number; failed: number; newest: number | null };
  /** Waiting, of this flow. */
  backlog: number;
  /** Delivered and failed in the last hour by the decoder that made the message. */
  byDecoder: Record<string, { delivered: number; failed: number; newest: number }>;
}

export interface FlowFacts {
  id: string;
  name: string;
  types: FlowDeviceType[];
  destinations: FlowDestinationState[];
  /** Only where the facts are about one device of the flow. */
  device?: { id: string; name: string; status: 'ACTIVE' | 'DEACTIVATED' };
}

export interface FlowNode {
  id: string;
  kind: 'devices' | 'device' | 'decoder' | 'encoder' | 'merger' | 'destination' | 'instructions';
  /** Of the device type, device, decoder, encoder or destination; of a merger its destination, of instructions the flow. */
  objectId: string;
  name: string;
  /** Second line: the destination's kind, the decoder's kind, the number of devices. */
  kindOf: string;
  count: number | null;
  status: 'ok' | 'warning' | 'inactive';
  warnings: FlowWarning[];
}

export interface FlowEdge {
  id: string;
  from: string;
  to: string;
  messagesLastHour: number;
  failuresLastHour: number;
  newest: number | null;
}

export interface FlowGraph {
  nodes: FlowNode[];
  edges: FlowEdge[];
}

export interface FlowListItem {
  id: string;
  name: string;
  description: string | null;
  project: { id: string; name: string };
  deviceCount: number;
  destinationCount: number;
  warnings: FlowWarning[];
  createdAt: Date;
  modifiedAt: Date;
}

/** One hour of a flow, for its day at a glance. */
export interface FlowHour {
  /** Beginning of the hour, milliseconds since 1970. */
  at: number;
  messages: number;
  failures: number;
}

export interface FlowRowItem extends FlowListItem {
  hours: FlowHour[];
}

export interface Flow extends FlowListItem {
  types: FlowDeviceType[];
  destinations: FlowDestinationState[];
  graph: FlowGraph;
}

/** One flow as one of its devices goes through it. */
export interface DeviceFlow {
  id: string;
  name: string;
  warnings: FlowWarning[];
  types: FlowDeviceType[];
  destinations: FlowDestinationState[];
  graph: FlowGraph;
}

/** What stops when a flow is deleted, beyond that it is gone. */
export interface FlowDeletion {
  /** Whose messages go to no destination afterwards; the first by name. */
  devices: { count: number; names: string[] };
  /** Of its destinations those that no other flow feeds. */
  destinationIds: string[];
  /** That no other flow has on. */
  decoders: { count: number; names: string[] };
}

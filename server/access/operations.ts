import type { RoleGroup } from './contract.ts';

/**
 * Every operation of the product: who may do it in the portal, and which scope a token needs for it.
 * Use cases name their operation; the API, the OpenAPI document and the access-matrix test read this map.
 */
export interface Operation {
  group: RoleGroup;
  least: string;
  scope: string;
}

const manager = (least: 'read-only' | 'editor' | 'admin', scope: string): Operation => ({
  group: 'manager',
  least,
  scope,
});
const creator = (least: 'read-only' | 'admin', scope: string): Operation => ({
  group: 'creator',
  least,
  scope,
});
const organization = (scope: string): Operation => ({ group: 'organization', least: 'admin', scope });

export const OPERATIONS = {
  'projects.read': manager('read-only', 'project.read'),
  'projects.create': manager('editor', 'project.write'),
  'projects.update': manager('editor', 'project.write'),
  'projects.limit': organization('project.limit'),
  'devices.read': manager('read-only', 'device.read'),
  'devices.create': manager('editor', 'device.write'),
  'devices.update': manager('editor', 'device.write'),
  'devices.delete': manager('admin', 'device.write'),
  'device-types.read': manager('read-only', 'device-type.read'),
  'device-types.create': creator('admin', 'device-type.write'),
  'device-types.update': creator('admin', 'device-type.write'),
  'device-types.delete': creator('admin', 'device-type.write'),
  'flows.read': manager('read-only', 'device-group.read'),
  'flows.create': manager('editor', 'device-group.write'),
  'flows.update': manager('editor', 'device-group.write'),
  'flows.delete': manager('admin', 'device-group.write'),
  'destinations.read': manager('read-only', 'destination.read'),
  'destinations.create': manager('editor', 'destination.write'),
  'destinations.update': manager('editor', 'destination.write'),
  'destinations.delete': manager('admin', 'destination.write'),
  'deliveries.read': manager('read-only', 'delivery.read'),
  'deliveries.replay': manager('editor', 'delivery.write'),
  'uplinks.read': manager('read-only', 'uplink.read'),
  'uplinks.replay': manager('editor', 'uplink.write'),
  'measurements.read': manager('read-only', 'measurement.read'),
  'twins.read': manager('read-only', 'twin.read'),
  'twins.update': manager('editor', 'twin.write'),
  'lora-gateways.read': manager('read-only', 'lora-gateway.read'),
  'lora-gateways.update': manager('editor', 'lora-gateway.write'),
  'lora-connections.read': manager('read-only', 'lora-connection.read'),
  'lora-connections.create': manager('editor', 'lora-connection.write'),
  'lora-connections.update': manager('editor', 'lora-connection.write'),
  'lora-connections.reveal': manager('editor', 'lora-connection.write'),
  'lora-connections.delete': manager('admin', 'lora-connection.write'),
  'lora-registrations.read': manager('read-only', 'device.read'),
  'lora-registrations.update': manager('editor', 'device.write'),
  'sims.read': manager('read-only', 'sim.read'),
  'sims.update': manager('editor', 'sim.write'),
  'sims.retire': manager('admin', 'sim.write'),
  'sim-accounts.read': manager('read-only', 'sim-account.read'),
  'sim-accounts.create': manager('editor', 'sim-account.write'),
  'sim-accounts.update': manager('editor', 'sim-account.write'),
  'sim-accounts.delete': manager('admin', 'sim-account.write'),
  'firmware.read': manager('read-only', 'firmware.read'),
  'firmware.create': manager('editor', 'firmware.write'),
  'firmware.assign': manager('editor', 'firmware.write'),
  'firmware.delete': manager('admin', 'firmware.write'),
  'downlinks.read': manager('read-only', 'downlink.read'),
  'downlinks.send': manager('editor', 'downlink.write'),
  'downlinks.cancel': manager('editor', 'downlink.write'),
  'device-simulator.link': manager('editor', 'device.write'),
  'lora-simulator.run': manager('editor', 'device.write'),
  'alerts.read': manager('read-only', 'alert.read'),
  'alerts.follow': manager('read-only', 'alert.read'),
  'alerts.acknowledge': manager('editor', 'alert.write'),
  'alerts.mute': manager('editor', 'alert.write'),
  'bulk-tasks.read': manager('read-only', 'bulk-task.read'),
  'bulk-tasks.run': manager('editor', 'bulk-task.write'),
  'decoders.read': creator('read-only', 'decoder.read'),
  'decoders.create': creator('admin', 'decoder.write'),
  'decoders.update': creator('admin', 'decoder.write'),
  'decoders.delete': creator('admin', 'decoder.write'),
  'decoders.run': creator('read-only', 'decoder.run'),
  'encoders.read': creator('read-only', 'encoder.read'),
  'encoders.update': creator('admin', 'encoder.write'),
  'message-formats.read': creator('read-only', 'message-format.read'),
  'message-formats.update': creator('admin', 'message-format.write'),
  'customers.read': organization('client.read'),
  'customers.update': organization('client.write'),
  'mails.read': organization('mail.read'),
  'mails.send': organization('mail.write'),
  'audit.read': organization('audit.read'),
  'users.read': organization('user.read'),
  'api-keys.read': organization('api-key.read'),
  'api-keys.create': organization('api-key.write'),
  'api-keys.revoke': organization('api-key.write'),
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;

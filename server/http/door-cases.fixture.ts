import type { Tenant } from '#server/customers/tenant.fixture.ts';
import { ALERT_ACTIONS } from './alert-cases.fixture.ts';
import { DECODER_ACTIONS } from './decoder-cases.fixture.ts';
import { MESSAGE_ACTIONS } from './message-cases.fixture.ts';
import type { Least } from './principals.fixture.ts';
import { SCRIPT_ACTIONS } from './script-cases.fixture.ts';
import { SIMULATOR_ACTIONS } from './simulator-cases.fixture.ts';

type Ids = Tenant['ids'];

/** A door for writes, by the name it is exported under: who may use it, and an input that is valid in form. */
export interface ActionCase {
  least: Least[];
  /** Null: its input names nothing that belongs to anybody. */
  names: boolean;
  input(ids: Ids): unknown;
}

const manager = {
  editor: ['manager.editor'] as Least[],
  admin: ['manager.admin'] as Least[],
};

const organization: Least[] = ['organization.admin'];

const one = (key: keyof Ids) => (ids: Ids) => ({ id: ids[key] });
const lora = { devEui: '00-59-ac-00-00-1b-34-61', joinEui: '0059AC00000FFFFF', appKey: '0'.repeat(32) };
const table = {
  name: 'New',
  commands: [{ name: 'interval', values: [{ value: '5m', hex: ['01'] }] }],
};
const gateway = { gatewayId: 'FF010AD7', name: 'Hall', latitude: 52, longitude: 5 };
const https = { url: 'https://example.org/hook' };
/** An address that no name service is asked for. */
const chirpstack = (ids: Ids) => ({
  id: ids.connection,
  provider: 'chirpstack',
  settings: {
    address: 'https://127.0.0.1:8080',
    applicationId: 'a1a1a1a1-0000-4000-8000-000000000001',
    plans: [
      { id: 'plan', name: 'Plan', geolocation: false, profile: 'a1a1a1a1-0000-4000-8000-000000000002' },
    ],
  },
  secrets: { apiKey: 'key' },
});

export const ACTIONS: Record<string, ActionCase> = {
  ...ALERT_ACTIONS,
  'mails.sendAgain': { least: organization, names: true, input: one('mail') },
  'projects.createProject': { least: manager.editor, names: false, input: () => ({ name: 'New' }) },
  'projects.updateProject': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.project, name: 'Other' }),
  },
  'projects.setProjectLimits': {
    least: organization,
    names: true,
    input: (ids) => ({
      id: ids.project,
      limits: { devices: 5, flows: null, destinations: null },
      networkLimits: { lora: 5, cellular: null, generic: null },
      allowedNetworks: ['lora'],
      allowedDeviceTypeIds: [ids.deviceType],
      measurementWeeks: null,
    }),
  },
  'customers.changeCustomerSettings': {
    least: organization,
    names: true,
    input: (ids) => ({ id: ids.customer, keepsHistory: false }),
  },
  // Things of others in a selection are refused one by one, in its report (bulk-tasks.db.test.ts).
  'bulk-tasks.startBulkSelection': {
    least: manager.editor,
    names: false,
    input: (ids) => ({
      kind: 'set-device-status',
      selection: { ids: [ids.device] },
      options: { status: 'DEACTIVATED' },
    }),
  },
  'bulk-tasks.setBulkMapping': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.bulkTask, mapping: [], options: {} }),
  },
  'bulk-tasks.confirmBulkTask': { least: manager.editor, names: true, input: one('bulkTask') },
  'bulk-tasks.cancelBulkTask': { least: manager.editor, names: true, input: one('bulkTask') },
  'bulk-tasks.undoBulkTask': { least: manager.editor, names: true, input: one('bulkTask') },
  'devices.createDevice': {
    least: manager.editor,
    names: true,
    input: (ids) => ({
      projectId: ids.project,
      deviceTypeId: ids.deviceType,
      name: 'New',
      lora,
      flowIds: [ids.flow],
    }),
  },
  'devices.updateDevice': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.device, name: 'Other' }),
  },
  'devices.setDevicesStatus': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ ids: [ids.device], status: 'DEACTIVATED' }),
  },
  'devices.setLoraKeys': { least: manager.editor, names: true, input: (ids) => ({ id: ids.device, lora }) },
  'devices.linkToNetwork': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.device, network: 'generic', info: {} }),
  },
  'devices.unlinkFromNetwork': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.device, adapterId: ids.device }),
  },
  'devices.replaceSharedSecret': { least: manager.editor, names: true, input: one('device') },
  'devices.deleteDevice': { least: manager.admin, names: true, input: one('device') },
  'flows.createFlow': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ projectId: ids.project, name: 'New' }),
  },
  'flows.updateFlow': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.flow, name: 'Other' }),
  },
  'flows.deleteFlow': { least: manager.admin, names: true, input: one('flow') },
  'flows.linkDevices': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ flowId: ids.flow, deviceIds: [ids.device] }),
  },
  'flows.unlinkDevices': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ flowId: ids.flow, deviceIds: [ids.device] }),
  },
  'flows.linkDestination': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ flowId: ids.flow, destinationId: ids.destination }),
  },
  'flows.unlinkDestination': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ flowId: ids.flow, destinationId: ids.destination }),
  },
  'flows.toggleDecoder': {
    least: manager.editor,
    names: true,
    input: (ids) => ({
      flowId: ids.flow,
      deviceTypeId: ids.deviceType,
      decoderId: ids.decoder,
      enabled: false,
    }),
  },
  'flows.toggleEncoder': {
    least: manager.editor,
    names: true,
    input: (ids) => ({
      flowId: ids.flow,
      deviceTypeId: ids.deviceType,
      encoderId: ids.encoder,
      enabled: false,
    }),
  },
  'destinations.createDestination': {
    least: manager.editor,
    names: false,
    input: () => ({ name: 'New', kind: 'https', settings: https }),
  },
  'destinations.updateDestination': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.destination, name: 'Other' }),
  },
  'destinations.setDestinationStatus': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.destination, status: 'paused' }),
  },
  'destinations.setMerger': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.destination, merge: false, decoderIds: [] }),
  },
  'destinations.deleteDestination': { least: manager.admin, names: true, input: one('destination') },
  'destinations.testDestination': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.destination, kind: 'https', settings: https }),
  },
  ...MESSAGE_ACTIONS,
  'lora-networks.createConnection': {
    least: manager.editor,
    names: false,
    input: () => ({ name: 'New', provider: 'chirpstack' }),
  },
  'lora-networks.updateConnection': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.connection, status: 'disabled' }),
  },
  'lora-networks.revealConnectionSecret': { least: manager.editor, names: true, input: one('connection') },
  'lora-networks.rotateConnectionSecret': { least: manager.editor, names: true, input: one('connection') },
  'lora-networks.deleteConnection': { least: manager.admin, names: true, input: one('connection') },
  'lora-networks.setConnectionApi': { least: manager.editor, names: true, input: chirpstack },
  'lora-networks.testConnection': { least: manager.editor, names: true, input: chirpstack },
  'lora-networks.testStoredConnection': { least: manager.editor, names: true, input: one('connection') },
  'lora-registrations.wishOnNetwork': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, wish: { kind: 'retry' } }),
  },
  'lora-gateways.createGateway': { least: manager.editor, names: false, input: () => gateway },
  'lora-gateways.updateGateway': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.gateway, ...gateway }),
  },
  'lora-gateways.deleteGateway': { least: manager.editor, names: true, input: one('gateway') },
  'lora-networks.forgetUnknownDevice': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ connectionId: ids.connection, network: 'lora', identifier: '0000000000000000' }),
  },
  // Any customer may add to a type of the platform.
  'encoders.createEncoder': {
    least: ['creator.admin'],
    names: false,
    input: (ids) => ({ deviceTypeId: ids.deviceType, ...table }),
  },
  'encoders.updateEncoder': {
    least: ['creator.admin'],
    names: true,
    input: (ids) => ({ id: ids.encoder, ...table }),
  },
  'encoders.deleteEncoder': { least: ['creator.admin'], names: true, input: one('encoder') },
  ...DECODER_ACTIONS,
  'twins.setMetadata': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, key: 'room', value: '1' }),
  },
  'twins.deleteMetadata': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, key: 'room' }),
  },
  'twins.setDesired': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, desired: { interval: 300 } }),
  },
  'twins.withdrawDesired': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, name: 'interval' }),
  },
  'twins.clearMeasurements': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device }),
  },
  'api-keys.createApiKey': {
    least: ['organization.admin'],
    names: false,
    input: () => ({ name: 'New', roles: ['manager.read-only'] }),
  },
  'table-views.saveTableView': {
    least: ['manager.read-only'],
    names: false,
    input: () => ({ table: 'devices', name: crypto.randomUUID(), address: 'q=pump' }),
  },
  'table-views.updateTableView': {
    least: ['manager.read-only'],
    names: true,
    input: (ids) => ({ table: 'devices', id: ids.tableView, name: 'Other' }),
  },
  'table-views.deleteTableView': {
    least: ['manager.read-only'],
    names: true,
    input: (ids) => ({ table: 'devices', id: ids.tableView }),
  },
  'firmware.offerFirmware': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ firmwareVersionId: ids.firmware, deviceId: ids.device }),
  },
  'firmware.deleteFirmware': { least: manager.admin, names: true, input: one('firmware') },
  'downlinks.sendDownlink': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, method: { type: 'lora', port: 1, payloadHex: '00' } }),
  },
  'downlinks.resendDownlink': { least: manager.editor, names: true, input: one('downlink') },
  'downlinks.cancelDownlink': { least: manager.editor, names: true, input: one('downlink') },
  ...SCRIPT_ACTIONS,
  ...SIMULATOR_ACTIONS,
  'mqtt.setMqttPassword': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, password: 'Device-password-1-of-the-doors' }),
  },
  'mqtt.removeMqttBinding': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device }),
  },
  'sims.changeSims': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ ids: [ids.sim], change: { ratePlan: 'Pool 10 MB' } }),
  },
  'sims.cancelSimChange': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.sim, kind: 'status' }),
  },
  'sims.linkSim': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ deviceId: ids.device, simId: ids.sim }),
  },
  'sims.unlinkSim': { least: manager.editor, names: true, input: (ids) => ({ deviceId: ids.device }) },
  'sims.syncSim': { least: manager.editor, names: true, input: one('sim') },
  'sims.syncOpenedSim': { least: ['manager.read-only'], names: true, input: one('sim') },
  'sims.createSimAccount': {
    least: manager.editor,
    names: false,
    input: () => ({ name: 'New', platform: 'simulated', settings: {} }),
  },
  'sims.updateSimAccount': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.simAccount, name: 'Other' }),
  },
  'sims.testSimAccount': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ id: ids.simAccount, platform: 'simulated', settings: { delayMs: 0 } }),
  },
  'sims.syncSimAccount': { least: manager.editor, names: true, input: one('simAccount') },
  'sims.setSimPlan': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ accountId: ids.simAccount, kind: 'rate', name: 'Other' }),
  },
  'sims.removeSimPlan': {
    least: manager.editor,
    names: true,
    input: (ids) => ({ accountId: ids.simAccount, planId: ids.simPlan }),
  },
  'sims.deleteSimAccount': { least: manager.admin, names: true, input: one('simAccount') },
  'api-keys.revokeApiKey': { least: ['organization.admin'], names: true, input: one('apiKey') },
};

/** What stands in an address of app/rows, by the segment before it. */
export const ROW_IDS: Record<string, keyof Ids> = {
  alerts: 'alert',
  devices: 'device',
  flows: 'flow',
  destinations: 'destination',
  deliveries: 'delivery',
  messages: 'uplink',
  connections: 'connection',
  decoders: 'decoder',
  encoders: 'scriptEncoder',
  'encoders/versions': 'encoderVersion',
  versions: 'decoderVersion',
  projects: 'project',
  firmware: 'firmware',
  'bulk-tasks': 'bulkTask',
  lora: 'device',
  sims: 'sim',
  'sim-accounts': 'simAccount',
};

/** Row handlers whose answer to an id that is not there is an empty one, each with its reason. */
export const EMPTY_INSTEAD_OF_404: Record<string, string> = {};

/** Row handlers that are there for the platform's operator only: for a customer there is no such thing. */
export const ONLY_FOR_THE_OPERATOR = new Set(['doors/export']);

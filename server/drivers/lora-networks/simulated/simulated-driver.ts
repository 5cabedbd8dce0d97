import {
  type ConnectivityPlan,
  DONE,
  type LoraNetworkDriver,
  type NetworkConfig,
  type NetworkDevice,
  type NetworkOutcome,
} from '../contract.ts';
import { connectionFault, deviceFault, failed } from '../failures.ts';
import {
  deleteKnownDeviceSystem,
  insertKnownDeviceSystem,
  type KnownDevice,
  putDownlinkSystem,
  selectKnownDeviceSystem,
  updateKnownDeviceSystem,
} from './devices.sql.ts';
import {
  type SimulatedSecrets,
  type SimulatedSettings,
  simulatedSecretsSchema,
  simulatedSettingsSchema,
} from './settings-contract.ts';

/** The first is what a device gets without a choice. */
const PLANS: ConnectivityPlan[] = [
  { id: 'standard', name: 'Standard', geolocation: false },
  { id: 'standard-geolocation', name: 'Standard with geolocation', geolocation: true },
];

/** The network server that is built in: a table. It refuses what a real one refuses. */
export const simulatedDriver: LoraNetworkDriver<SimulatedSettings, SimulatedSecrets> = {
  provider: 'simulated',
  settingsSchema: simulatedSettingsSchema,
  secretsSchema: simulatedSecretsSchema,
  plans: () => PLANS,
  check: async () => [],
  test: async () => [
    { step: 'address' },
    ...PLANS.map(({ name }) => ({ step: 'plan' as const, subject: name })),
  ],
  create,
  deactivate: async ({ devEui }, config) => {
    const known = await ours(devEui, config);
    if (known) await updateKnownDeviceSystem(devEui, { ...known, status: 'deactivated' });
    return DONE;
  },
  reactivate: (device, config) => put(device, 'active', config),
  update: (device, config) => put(device, device.active ? 'active' : 'deactivated', config),
  remove: async ({ devEui }, config) => {
    await deleteKnownDeviceSystem(devEui, config.connectionId);
    return DONE;
  },
  enqueue: async ({ devEui, fPort, payload, reference }, config) => {
    const known = await ours(devEui, config);
    if (!known) return { ok: false, failure: deviceFault('not-there', '') };
    if (known.status !== 'active') return { ok: false, failure: deviceFault('deactivated-there', '') };
    const { customerId, connectionId } = config;
    await putDownlinkSystem({ customerId, connectionId, devEui, queueItem: reference, fPort, payload });
    return { ok: true, queueItem: reference };
  },
};

async function create(device: NetworkDevice, config: NetworkConfig): Promise<NetworkOutcome> {
  const known = await ours(device.devEui, config);
  if (known && known.appKey !== device.appKey) return failed(deviceFault('other-keys', ''));
  return put(device, 'active', config);
}

async function put(
  device: NetworkDevice,
  status: KnownDevice['status'],
  { connectionId, customerId }: NetworkConfig,
): Promise<NetworkOutcome> {
  const { devEui, joinEui, appKey, plan } = device;
  if (!PLANS.some(({ id }) => id === plan)) return failed(connectionFault('plan-unknown', plan));
  const wanted: KnownDevice = { joinEui, appKey, plan, status, connectionId, customerId };
  if (await insertKnownDeviceSystem(devEui, wanted)) return DONE;
  if (!(await ours(devEui, { connectionId }))) return failed(deviceFault('identifier-in-use', ''));
  await updateKnownDeviceSystem(devEui, wanted);
  return DONE;
}

async function ours(devEui: string, { connectionId }: Pick<NetworkConfig, 'connectionId'>) {
  const known = await selectKnownDeviceSystem(devEui);
  return known?.connectionId === connectionId ? known : null;
}

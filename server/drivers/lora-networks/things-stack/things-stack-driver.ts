import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { CORRELATION_PREFIX } from '#server/protocols/things-stack/read-downlink.ts';
import { checkAddresses } from '../check-address.ts';
import {
  DONE,
  type EnqueueOutcome,
  type LoraNetworkDriver,
  type NetworkDevice,
  type NetworkDownlink,
  type NetworkOutcome,
} from '../contract.ts';
import { deviceFault, failed } from '../failures.ts';
import { profileOf } from '../plans.ts';
import { type Answer, ask, type Config, faultOf, isAbsent, type Registry } from './ask-things-stack.ts';
import {
  type ThingsStackSecrets,
  type ThingsStackSettings,
  thingsStackSecretsSchema,
  thingsStackSettingsSchema,
} from './settings-contract.ts';
import { testThingsStack } from './test-things-stack.ts';

/**
 * The Things Stack v3. Source: `api/ttn/lorawan/v3` of TheThingsNetwork/lorawan-stack and the API reference. A device is
 * kept by four registries: made in the order Identity, Join, Network, Application Server, taken away in the reverse. It
 * knows no switched-off devices: deactivated is one that the Network Server does not have.
 */
export const thingsStackDriver: LoraNetworkDriver<ThingsStackSettings, ThingsStackSecrets> = {
  provider: 'things-stack',
  settingsSchema: thingsStackSettingsSchema,
  secretsSchema: thingsStackSecretsSchema,
  plans: ({ plans }) => plans,
  check: ({ address, identityAddress }, http) => checkAddresses({ address, identityAddress }, http),
  test: testThingsStack,
  create: (device, config, http) => put({ ...device, active: true }, config, http, 'refuse-other-keys'),
  deactivate: ({ devEui }, config, http) => removeFrom(['ns'], devEui, config, http),
  reactivate: (device, config, http) => put({ ...device, active: true }, config, http, 'replace-keys'),
  update: (device, config, http) => put(device, config, http, 'replace-keys'),
  remove: ({ devEui }, config, http) => removeFrom(['as', 'ns', 'js', 'is'], devEui, config, http),
  enqueue,
};

/** Its answer is empty: what it tells of the downlink later carries the correlation id. */
async function enqueue(
  { devEui, fPort, payload, reference }: NetworkDownlink,
  config: Config,
  http: OutgoingHttp,
): Promise<EnqueueOutcome> {
  const downlink = {
    f_port: fPort,
    frm_payload: Buffer.from(payload, 'hex').toString('base64'),
    confirmed: true,
    correlation_ids: [`${CORRELATION_PREFIX}${reference}`],
  };
  const path = `${pathOf(config, 'as', devEui)}/down/push`;
  const answer = await ask(config, http, 'POST', path, { body: { downlinks: [downlink] }, registry: 'as' });
  if (isAbsent(answer)) return { ok: false, failure: deviceFault('not-there', '') };
  return answer.kind === 'answer'
    ? { ok: true, queueItem: reference }
    : { ok: false, failure: faultOf(answer) };
}

/** The console's own way of naming devices, so that one entered there is the same. */
const deviceIdOf = (devEui: string) => `eui-${devEui.toLowerCase()}`;

function pathOf(config: Config, registry: Registry, devEui?: string): string {
  const prefix = registry === 'is' ? '' : `/${registry}`;
  const devices = `${prefix}/applications/${config.settings.applicationId}/devices`;
  return devEui === undefined ? devices : `${devices}/${deviceIdOf(devEui)}`;
}

type Wanted = NetworkDevice & { active: boolean };

async function put(
  device: Wanted,
  config: Config,
  http: OutgoingHttp,
  keys: 'refuse-other-keys' | 'replace-keys',
): Promise<NetworkOutcome> {
  const profile = profileOf(config.settings.plans, device.plan);
  if (!profile.ok) return profile;
  const identity = await putIdentity(device, config, http);
  if (!identity.ok) return identity;
  if (keys === 'refuse-other-keys') {
    const refusal = await otherKeys(device, config, http);
    if (!refusal.ok) return refusal;
  }
  const stored = await set('js', device, joinServerFields(device, config), config, http);
  if (!stored.ok || !device.active) return stored;
  const heard = await set('ns', device, networkServerFields(profile.profile, config), config, http);
  if (!heard.ok) return heard;
  return set('as', device, {}, config, http);
}

/** Which application the device belongs to, and which servers of the cluster keep the rest. */
async function putIdentity(device: Wanted, config: Config, http: OutgoingHttp): Promise<NetworkOutcome> {
  const there = await ask(config, http, 'GET', pathOf(config, 'is', device.devEui), { registry: 'is' });
  if (there.kind === 'answer') return DONE;
  if (!isAbsent(there)) return failed(faultOf(there));
  const { host } = new URL(config.settings.address);
  const fields = {
    name: device.name.slice(0, 50),
    join_server_address: host,
    network_server_address: host,
    application_server_address: host,
  };
  const body = {
    end_device: { ids: idsOf(device, config), ...fields },
    field_mask: { paths: Object.keys(fields) },
  };
  const made = await ask(config, http, 'POST', pathOf(config, 'is'), { body, registry: 'is' });
  return outcomeOf(made);
}

/** Not readable with this key, or not there yet: nothing to compare. */
async function otherKeys(device: Wanted, config: Config, http: OutgoingHttp): Promise<NetworkOutcome> {
  const path = `${pathOf(config, 'js', device.devEui)}?field_mask=root_keys.app_key.key`;
  const there = await ask(config, http, 'GET', path, { registry: 'js' });
  if (there.kind === 'failure') return failed(there.failure);
  if (there.kind === 'error') return DONE;
  const { root_keys: keys } = there.body as { root_keys?: { app_key?: { key?: string } } };
  const key = keys?.app_key?.key;
  return key === undefined || key.toUpperCase() === device.appKey
    ? DONE
    : failed(deviceFault('other-keys', ''));
}

function joinServerFields(device: Wanted, config: Config) {
  const { host } = new URL(config.settings.address);
  return {
    network_server_address: host,
    application_server_address: host,
    'root_keys.app_key.key': device.appKey,
  };
}

/** As The Things Stack pairs LoRaWAN versions with regional parameters (lorawan.proto). */
const VERSIONS = {
  '1.0.2': { mac: 'MAC_V1_0_2', phy: 'PHY_V1_0_2_REV_B' },
  '1.0.3': { mac: 'MAC_V1_0_3', phy: 'PHY_V1_0_3_REV_A' },
  '1.0.4': { mac: 'MAC_V1_0_4', phy: 'RP002_V1_0_3' },
} as const;

function networkServerFields(frequencyPlan: string, { settings }: Config) {
  const { mac, phy } = VERSIONS[settings.lorawanVersion];
  return {
    frequency_plan_id: frequencyPlan,
    lorawan_version: mac,
    lorawan_phy_version: phy,
    supports_join: true,
  };
}

/** Sets the named fields and no other: the mask names the identifiers too. */
async function set(
  registry: Registry,
  device: Wanted,
  fields: Record<string, unknown>,
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  const endDevice: Record<string, unknown> = { ids: idsOf(device, config) };
  for (const [path, value] of Object.entries(fields)) setAt(endDevice, path.split('.'), value);
  const paths = ['ids.device_id', 'ids.dev_eui', 'ids.join_eui', ...Object.keys(fields)];
  const body = { end_device: endDevice, field_mask: { paths } };
  return outcomeOf(
    await ask(config, http, 'PUT', pathOf(config, registry, device.devEui), { body, registry }),
  );
}

function setAt(target: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = (target[name] ?? {}) as Record<string, unknown>;
  target[name] = inner;
  setAt(inner, rest, value);
}

function idsOf(device: Pick<NetworkDevice, 'devEui' | 'joinEui'>, config: Config) {
  return {
    device_id: deviceIdOf(device.devEui),
    application_ids: { application_id: config.settings.applicationId },
    dev_eui: device.devEui,
    join_eui: device.joinEui,
  };
}

async function removeFrom(
  registries: readonly Registry[],
  devEui: string,
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  for (const registry of registries) {
    const answer = await ask(config, http, 'DELETE', pathOf(config, registry, devEui), { registry });
    if (answer.kind !== 'answer' && !isAbsent(answer)) return failed(faultOf(answer));
  }
  return DONE;
}

function outcomeOf(answer: Answer): NetworkOutcome {
  return answer.kind === 'answer' ? DONE : failed(faultOf(answer));
}

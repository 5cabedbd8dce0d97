import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { checkAddresses } from '../check-address.ts';
import {
  DONE,
  type EnqueueOutcome,
  type LoraNetworkDriver,
  type NetworkDevice,
  type NetworkDownlink,
  type NetworkFailure,
  type NetworkOutcome,
} from '../contract.ts';
import { deviceFault, failed, passing } from '../failures.ts';
import { profileOf } from '../plans.ts';
import type { Device, MethodName } from './api-messages.ts';
import { ask, type Config, faultOf, isAbsent, isTaken } from './ask-chirpstack.ts';
import type { Answer } from './grpc-web.ts';
import {
  type ChirpstackSecrets,
  type ChirpstackSettings,
  chirpstackSecretsSchema,
  chirpstackSettingsSchema,
} from './settings-contract.ts';
import { testChirpstack } from './test-chirpstack.ts';

/**
 * ChirpStack v4. Source: `api/proto/api` and `chirpstack/src/api` of chirpstack/chirpstack. A key of a tenant is
 * answered UNAUTHENTICATED without a text for what is not its tenant's, be it there or not (`auth/validator.rs`); a key
 * that is not accepted, UNAUTHENTICATED with a text.
 */
export const chirpstackDriver: LoraNetworkDriver<ChirpstackSettings, ChirpstackSecrets> = {
  provider: 'chirpstack',
  settingsSchema: chirpstackSettingsSchema,
  secretsSchema: chirpstackSecretsSchema,
  plans: ({ plans }) => plans,
  check: ({ address }, http) => checkAddresses({ address }, http),
  test: testChirpstack,
  create,
  deactivate: async (device, config, http) => {
    const found = await find(device.devEui, config, http);
    if (found.kind === 'failure') return failed(found.failure);
    if (found.kind !== 'ours' || found.device.isDisabled) return DONE;
    return write('updateDevice', { device: { ...found.device, isDisabled: true } }, config, http);
  },
  reactivate: (device, config, http) => update({ ...device, active: true, newKeys: true }, config, http),
  update,
  remove: async ({ devEui }, config, http) => {
    const found = await find(devEui, config, http);
    if (found.kind === 'failure') return failed(found.failure);
    if (found.kind !== 'ours') return DONE;
    const answer = await ask('deleteDevice', { devEui: devEui.toLowerCase() }, config, http);
    return isAbsent(answer) ? DONE : outcomeOf(answer);
  },
  enqueue,
};

type Found =
  | { kind: 'ours'; device: Device }
  | { kind: 'elsewhere' }
  | { kind: 'absent' }
  | { kind: 'failure'; failure: NetworkFailure };

/** `absent` may also be a device of a tenant that the key knows nothing of. */
async function find(devEui: string, config: Config, http: OutgoingHttp): Promise<Found> {
  const answer = await ask('getDevice', { devEui: devEui.toLowerCase() }, config, http);
  if (isAbsent(answer)) return { kind: 'absent' };
  if (answer.kind !== 'answer') return { kind: 'failure', failure: faultOf(answer) };
  const device = answer.message.device as Device | null;
  if (!device) return { kind: 'failure', failure: passing('The answer holds no device.') };
  return device.applicationId === config.settings.applicationId
    ? { kind: 'ours', device }
    : { kind: 'elsewhere' };
}

async function create(device: NetworkDevice, config: Config, http: OutgoingHttp): Promise<NetworkOutcome> {
  const profile = profileOf(config.settings.plans, device.plan);
  if (!profile.ok) return profile;
  const found = await find(device.devEui, config, http);
  if (found.kind === 'failure') return failed(found.failure);
  if (found.kind === 'elsewhere') return failed(inUse('It is registered in another application.'));
  if (found.kind === 'ours') return adopt(device, found.device, profile.profile, config, http);
  const answer = await ask(
    'createDevice',
    { device: newDevice(device, profile.profile, config) },
    config,
    http,
  );
  if (isTaken(answer)) return failed(inUse(answer.text));
  const created = outcomeOf(answer);
  return created.ok ? putKeys(device, config, http) : created;
}

function newDevice(device: NetworkDevice, deviceProfileId: string, config: Config): Partial<Device> {
  return {
    devEui: device.devEui.toLowerCase(),
    name: device.name,
    applicationId: config.settings.applicationId,
    deviceProfileId,
    joinEui: device.joinEui.toLowerCase(),
  };
}

/** What an attempt that was cut short left behind, or somebody entered by hand: ours if its keys are. */
async function adopt(
  device: NetworkDevice,
  there: Device,
  deviceProfileId: string,
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  const keys = await ask('getKeys', { devEui: device.devEui.toLowerCase() }, config, http);
  if (keys.kind === 'answer') {
    const { nwkKey } = keys.message.deviceKeys as { nwkKey: string };
    if (nwkKey.toUpperCase() !== device.appKey) return failed(deviceFault('other-keys', ''));
  } else if (!isAbsent(keys)) {
    return failed(faultOf(keys));
  }
  const wanted = { ...there, deviceProfileId, isDisabled: false, joinEui: device.joinEui.toLowerCase() };
  const written = await write('updateDevice', { device: wanted }, config, http);
  if (!written.ok || keys.kind === 'answer') return written;
  return putKeys(device, config, http);
}

async function update(
  device: NetworkDevice & { active: boolean; newKeys: boolean },
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  const profile = profileOf(config.settings.plans, device.plan);
  if (!profile.ok) return profile;
  const found = await find(device.devEui, config, http);
  if (found.kind === 'failure') return failed(found.failure);
  if (found.kind === 'elsewhere') return failed(inUse('It is registered in another application.'));
  // Somebody took it off the server: a deactivated device need not be there, an active one is put back.
  if (found.kind === 'absent') return device.active ? create(device, config, http) : DONE;
  const wanted = {
    ...found.device,
    deviceProfileId: profile.profile,
    isDisabled: !device.active,
    joinEui: device.joinEui.toLowerCase(),
  };
  const written = await write('updateDevice', { device: wanted }, config, http);
  return written.ok && device.newKeys ? putKeys(device, config, http) : written;
}

/** The server names the item itself, so one that is asked for twice is there twice. */
async function enqueue(
  { devEui, fPort, payload }: NetworkDownlink,
  config: Config,
  http: OutgoingHttp,
): Promise<EnqueueOutcome> {
  const found = await find(devEui, config, http);
  if (found.kind === 'failure') return { ok: false, failure: found.failure };
  if (found.kind !== 'ours') return { ok: false, failure: deviceFault('not-there', '') };
  if (found.device.isDisabled) return { ok: false, failure: deviceFault('deactivated-there', '') };
  const data = Buffer.from(payload, 'hex');
  const queueItem = { devEui: devEui.toLowerCase(), confirmed: true, fPort, data };
  const answer = await ask('enqueue', { queueItem }, config, http);
  if (answer.kind !== 'answer') return { ok: false, failure: faultOf(answer) };
  return { ok: true, queueItem: (answer.message.id as string) || null };
}

/** AppKey of LoRaWAN 1.0.x; keys that are there are replaced. */
async function putKeys(
  { devEui, appKey }: NetworkDevice,
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  const deviceKeys = { devEui: devEui.toLowerCase(), nwkKey: appKey.toLowerCase() };
  const answer = await ask('createKeys', { deviceKeys }, config, http);
  return isTaken(answer) ? write('updateKeys', { deviceKeys }, config, http) : outcomeOf(answer);
}

async function write(
  method: MethodName,
  request: object,
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  return outcomeOf(await ask(method, request, config, http));
}

function outcomeOf(answer: Answer): NetworkOutcome {
  return answer.kind === 'answer' ? DONE : failed(faultOf(answer));
}

const inUse = (reason: string) => deviceFault('identifier-in-use', reason);

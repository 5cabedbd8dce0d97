import { z } from 'zod';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { checkAddresses } from '../check-address.ts';
import {
  DONE,
  type LoraNetworkDriver,
  type NetworkDevice,
  type NetworkFailure,
  type NetworkOutcome,
} from '../contract.ts';
import { connectionFault, deviceFault, failed } from '../failures.ts';
import { profileOf } from '../plans.ts';
import { ask, type Config, faultOf } from './ask-thingpark.ts';
import {
  type ThingparkSecrets,
  type ThingparkSettings,
  thingparkSecretsSchema,
  thingparkSettingsSchema,
} from './settings-contract.ts';
import { testThingpark } from './test-thingpark.ts';

/**
 * ThingPark, by its DX Core API. Source: the API's swagger and published clients of it. It never tells keys, changes no
 * key of a device, and has no switched-off devices: new keys are a new registration, and deactivated is taken off.
 */
export const thingparkDriver: LoraNetworkDriver<ThingparkSettings, ThingparkSecrets> = {
  provider: 'thingpark',
  settingsSchema: thingparkSettingsSchema,
  secretsSchema: thingparkSecretsSchema,
  plans: ({ plans }) => plans,
  check: ({ address }, http) => checkAddresses({ address }, http),
  test: testThingpark,
  create,
  deactivate: remove,
  reactivate: create,
  update,
  remove,
};

const deviceSchema = z.object({
  ref: z.union([z.string(), z.number()]).transform(String),
  EUI: z.string(),
  connectivityPlanId: z.string().optional(),
  applicationEUI: z.string().optional(),
});
type Device = z.output<typeof deviceSchema>;

type Found = { device: Device | null } | { failure: NetworkFailure };

/** Of the subscription of our token: devices of others are not in the list. */
async function find(devEui: string, config: Config, http: OutgoingHttp): Promise<Found> {
  const answer = await ask(config, http, 'GET', `/devices?deviceEUI=${devEui}&extendedInfo=true`);
  if (answer.kind !== 'answer') return { failure: faultOf(answer) };
  const devices = z.array(deviceSchema).safeParse(answer.body);
  if (!devices.success)
    return { failure: connectionFault('not-an-api', 'The answer is no list of devices.') };
  return { device: devices.data.find(({ EUI }) => EUI.toUpperCase() === devEui) ?? null };
}

async function create(device: NetworkDevice, config: Config, http: OutgoingHttp): Promise<NetworkOutcome> {
  const profile = profileOf(config.settings.plans, device.plan);
  if (!profile.ok) return profile;
  const found = await find(device.devEui, config, http);
  if ('failure' in found) return failed(found.failure);
  if (found.device === null) return post(device, profile.profile, config, http);
  // Its keys cannot be read: the JoinEUI is all there is to compare.
  const { ref, applicationEUI, connectivityPlanId } = found.device;
  if (applicationEUI !== undefined && applicationEUI.toUpperCase() !== device.joinEui)
    return failed(deviceFault('other-keys', `applicationEUI ${applicationEUI}`));
  if (connectivityPlanId === profile.profile) return DONE;
  return outcome(
    await ask(config, http, 'PUT', `/devices/${ref}`, changeable(device, profile.profile, config)),
  );
}

/** What the API lets be changed of a device. */
function changeable({ name, joinEui }: NetworkDevice, connectivityPlanId: string, { settings }: Config) {
  const { deviceProfileId, routingProfileId } = settings;
  return {
    name,
    connectivityPlanId,
    deviceProfileId,
    applicationEUI: joinEui,
    ...(routingProfileId ? { routingProfileId } : {}),
  };
}

async function post(
  device: NetworkDevice,
  connectivityPlanId: string,
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  const body = {
    ...changeable(device, connectivityPlanId, config),
    EUI: device.devEui,
    activationType: 'OTAA',
    applicationKey: device.appKey,
  };
  return outcome(await ask(config, http, 'POST', '/devices', body));
}

/** New keys are made known by a new registration only, after which the device joins anew. */
async function update(
  device: NetworkDevice & { active: boolean; newKeys: boolean },
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  if (!device.active) return remove(device, config, http);
  const profile = profileOf(config.settings.plans, device.plan);
  if (!profile.ok) return profile;
  const found = await find(device.devEui, config, http);
  if ('failure' in found) return failed(found.failure);
  if (found.device && !device.newKeys) {
    const changes = changeable(device, profile.profile, config);
    return outcome(await ask(config, http, 'PUT', `/devices/${found.device.ref}`, changes));
  }
  const removed = await remove(device, config, http);
  return removed.ok ? post(device, profile.profile, config, http) : removed;
}

async function remove(
  { devEui }: Pick<NetworkDevice, 'devEui'>,
  config: Config,
  http: OutgoingHttp,
): Promise<NetworkOutcome> {
  const found = await find(devEui, config, http);
  if ('failure' in found) return failed(found.failure);
  if (found.device === null) return DONE;
  const answer = await ask(config, http, 'DELETE', `/devices/${found.device.ref}`);
  if (answer.kind === 'error' && answer.status === 404) return DONE;
  return outcome(answer);
}

function outcome(answer: Awaited<ReturnType<typeof ask>>): NetworkOutcome {
  return answer.kind === 'answer' ? DONE : failed(faultOf(answer));
}

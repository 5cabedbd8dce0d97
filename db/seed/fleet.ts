import { createDevice } from '#server/devices/create-device.ts';
import { BEHAVIOURS } from '#server/lora-simulator/behaviours.ts';
import { derivedKey, newDevice } from '#server/lora-simulator/new-device.ts';
import { SITES } from '#server/lora-simulator/sites.ts';
import type { LivingDevice } from '#server/lora-simulator/wake.ts';
import { DEMO_JOIN_EUI, demoDevEui } from './demo-keys.ts';
import type { PlannedDevice } from './plan.ts';
import { known, type World } from './world.ts';

/** A device of the demo, in the portal (unless it is unregistered there) and on the air. */
export interface PlantedDevice extends LivingDevice {
  customerId: string;
  /** null: not registered in the portal. */
  deviceId: string | null;
  planned: PlannedDevice;
}

const DAY_MS = 86_400_000;
const KILOMETRE_NORTH = 1 / 111.2;
const KILOMETRE_EAST = 1 / (111.2 * Math.cos((52 * Math.PI) / 180));

/** Registers the customer's devices and makes their counterparts on the air. */
export async function plantFleet(
  world: World,
  options: { now: Date; seed: string },
): Promise<PlantedDevice[]> {
  const planted: PlantedDevice[] = [];
  for (const planned of world.plan.devices) {
    const living = onAir(world, planned, options);
    const registered = BEHAVIOURS[planned.behaviour].portal !== 'unregistered';
    const deviceId = registered ? await register(world, planned, living) : null;
    planted.push({ ...living, customerId: world.customerId, deviceId, planned });
  }
  return planted;
}

function onAir(
  world: World,
  planned: PlannedDevice,
  { now, seed }: { now: Date; seed: string },
): LivingDevice {
  const { name, model, behaviour, intervalMinutes, days, east, north, connection } = planned;
  const { site, key } = world.plan;
  const { latitude, longitude } = SITES[site].centre;
  const own = `${seed}|${key}|${name}`;
  const made = newDevice({
    devEui: demoDevEui(own),
    joinEui: DEMO_JOIN_EUI,
    appKey: derivedKey(own),
    model,
    behaviour,
    seed: own,
    intervalSeconds: intervalMinutes * 60,
    site,
    place: { latitude: latitude + north * KILOMETRE_NORTH, longitude: longitude + east * KILOMETRE_EAST },
    startedAt: new Date(now.getTime() - days * DAY_MS),
    now,
  });
  return { name, ...made, connection: known(world.connections, connection) };
}

async function register(
  world: World,
  planned: PlannedDevice,
  { device, memory }: LivingDevice,
): Promise<string> {
  const { name, description, tags, type, project, flows, fixed } = planned;
  const { id } = await createDevice(world.actor, {
    projectId: known(world.projects, project),
    deviceTypeId: known(world.types, type),
    name,
    description: description ?? null,
    barcode: null,
    tags,
    location: fixed ? { ...device.place, altitude: null } : null,
    lora: { devEui: device.devEui, joinEui: device.joinEui, appKey: memory.network.appKey },
    flowIds: flows.map((flow) => known(world.flows, flow)),
  });
  return id;
}

import type { SimulatedDevice, SimulatedMemory } from './contract.ts';
import { spreadingFactorOf } from './mac-traffic.ts';
import { newDevice } from './new-device.ts';
import { trait } from './randomness.ts';
import { batteryOf } from './schedule.ts';
import type { SimulationRefusal, SimulationSettings, SimulationState } from './simulation-contract.ts';
import { SITES } from './sites.ts';

const DAY_MS = 86_400_000;
/** Of a battery that is to run out before its owner's eyes. */
const BATTERY_LEFT = 0.1;
/** Devices stand within so many degrees of the middle of their site: some 700 m. */
const SPREAD_DEGREES = 0.006;

export interface SimulationFacts {
  devEui: string | null;
  /** In the portal. */
  hasAppKey: boolean;
  /** Null: not registered, or on its way. */
  registration: { provider: string | null; isThere: boolean } | null;
}

export function simulationRefusal({
  devEui,
  hasAppKey,
  registration,
}: SimulationFacts): SimulationRefusal | null {
  if (devEui === null || !hasAppKey) return 'no-keys';
  if (!registration) return 'not-registered';
  if (registration.provider !== 'simulated') return 'other-network';
  return registration.isThere ? null : 'not-registered';
}

export interface DeviceToSimulate {
  devEui: string;
  joinEui: string;
  /** As it stands in the portal. */
  appKey: string;
}

/** A device that begins its life now, with a fresh battery unless it is to die. */
export function simulatedDeviceOf(
  ids: DeviceToSimulate,
  { ownPayload, ...settings }: SimulationSettings,
  now: Date,
): { device: SimulatedDevice; memory: SimulatedMemory } {
  const seed = `simulation|${ids.devEui}`;
  const { latitude, longitude } = SITES[settings.site].centre;
  const aside = (what: string) => (trait(seed, what) * 2 - 1) * SPREAD_DEGREES;
  const made = newDevice({
    ...ids,
    ...settings,
    ...(settings.model === 'own-payload' && ownPayload ? { ownPayload } : {}),
    seed,
    place: { latitude: latitude + aside('north'), longitude: longitude + aside('east') },
    startedAt: now,
    now,
  });
  if (settings.behaviour !== 'dying-battery') return made;
  const age = (1 - BATTERY_LEFT) * made.device.batteryDays * DAY_MS;
  return {
    ...made,
    device: { ...made.device, startedAt: new Date(now.getTime() - age).toISOString() },
  };
}

export interface KeptSimulation {
  device: SimulatedDevice;
  memory: SimulatedMemory;
  nextAt: Date | null;
  repeats: boolean;
  isDeactivated: boolean;
}

export function stateOf(
  { device, memory, nextAt, repeats, isDeactivated }: KeptSimulation,
  now: Date,
): SimulationState {
  const isDue = nextAt !== null;
  const { session, fCntUp, lastFCntDown, dr } = memory.device;
  return {
    state: isDue ? (repeats ? 'running' : 'once') : repeats ? 'ended' : 'stopped',
    nextAt,
    isDeactivated,
    devAddr: session?.devAddr ?? null,
    fCntUp: session && fCntUp > 0 ? fCntUp - 1 : null,
    fCntDown: session ? lastFCntDown : null,
    spreadingFactor: spreadingFactorOf(dr),
    messages: memory.device.messages,
    battery: batteryOf(device, now),
  };
}

/** What it was told to do; of a device that the demo made too. */
export function settingsOf(device: SimulatedDevice) {
  const { model, ownPayload, behaviour, intervalSeconds, site, gateways } = device;
  const all = SITES[site].gateways.length;
  return {
    model,
    ...(ownPayload ? { ownPayload } : {}),
    behaviour,
    intervalSeconds,
    site,
    gateways: Math.min(gateways ?? all, all),
  };
}

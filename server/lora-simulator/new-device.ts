import { createHash } from 'node:crypto';
import { BEHAVIOURS } from './behaviours.ts';
import {
  type BehaviourName,
  type ModelName,
  newMemory,
  type OwnPayload,
  type SimulatedDevice,
  type SimulatedMemory,
  type SiteName,
} from './contract.ts';
import { lossForMargin } from './radio.ts';
import { trait } from './randomness.ts';
import { gatewaysOf } from './sites.ts';

const DAY_MS = 86_400_000;

export interface NewDevice {
  devEui: string;
  joinEui: string;
  /** As registered at the network and in the portal. */
  appKey: string;
  model: ModelName;
  behaviour: BehaviourName;
  seed: string;
  intervalSeconds: number;
  site: SiteName;
  gateways?: number;
  ownPayload?: OwnPayload;
  place: { latitude: number; longitude: number };
  /** When its life begins, and the present that `silentDays` and `unreadableDays` count back from. */
  startedAt: Date;
  now: Date;
}

/** A device as it leaves the factory: its behaviour turned into facts, its keys in both hands. */
export function newDevice(input: NewDevice): { device: SimulatedDevice; memory: SimulatedMemory } {
  const { appKey, startedAt, now, ...fields } = input;
  const behaviour = BEHAVIOURS[input.behaviour];
  const daysAgo = (days: number | null) =>
    days === null ? null : new Date(now.getTime() - days * DAY_MS).toISOString();
  const device: SimulatedDevice = {
    ...fields,
    extraLossDb: extraLoss(input, behaviour.marginDb),
    startedAt: startedAt.toISOString(),
    batteryDays: behaviour.batteryDays * (0.95 + 0.1 * trait(input.seed, 'battery')),
    silentFrom: daysAgo(behaviour.silentDays),
    brokenFrom: daysAgo(behaviour.unreadableDays),
  };
  return { device, memory: newMemory({ device: keyInDevice(device, appKey), network: appKey }) };
}

/** What was typed into the device when this stands in the portal. */
export function keyInDevice(
  { behaviour, seed }: Pick<SimulatedDevice, 'behaviour' | 'seed'>,
  appKey: string,
) {
  return BEHAVIOURS[behaviour].wrongAppKey ? derivedKey(`${seed}|mistyped`) : appKey;
}

function extraLoss(input: NewDevice, marginDb: number | null): number {
  if (marginDb === null) return 4 + 12 * trait(input.seed, 'walls');
  return lossForMargin(gatewaysOf(input), { deviceSeed: input.seed, place: input.place }, marginDb);
}

/** An AES-128 key that follows from a text: demo devices only. */
export function derivedKey(text: string): string {
  return createHash('sha256').update(`simulated AppKey|${text}`).digest('hex').slice(0, 32).toUpperCase();
}

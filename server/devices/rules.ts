import { NETWORKS, type Network } from '#server/device-types/contract.ts';
import { DomainError } from '#server/platform/errors.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import type { SimStatus } from '#server/sims/contract.ts';
import type { Reported } from '#server/twins/contract.ts';
import type {
  Connectivity,
  DeviceStatus,
  LinkedIdentifier,
  Location,
  LoraStatus,
  NetworkState,
  Processing,
} from './contract.ts';
import type { DeviceHealth } from './health-contract.ts';

export { shardOf } from '#server/pipeline/shards.ts';

export function processingOf(status: DeviceStatus, flowCount: number): Processing {
  if (status === 'DEACTIVATED') return 'deactivated';
  return flowCount > 0 ? 'active' : 'not-linked';
}

/** A SIM as the state of its device's network: ready to be activated is not in service yet. */
export const SIM_STATES = {
  UNKNOWN: 'INVENTORY',
  INVENTORY: 'INVENTORY',
  ACTIVATION_READY: 'INVENTORY',
  ACTIVATED: 'ACTIVE',
  DEACTIVATED: 'DEACTIVATED',
  RETIRED: 'DEACTIVATED',
} as const satisfies Record<SimStatus, Connectivity>;

/** Wishes of a SIM's status that bring it into service. */
export const ACTIVE_WISHES: ReadonlySet<string> = new Set<SimStatus>(['ACTIVATED', 'ACTIVATION_READY']);

/** The SIM in a device, with the change of its status that is on its way or was refused. */
export interface SimOfDevice {
  status: SimStatus;
  wanted: string | null;
  state: 'pending' | 'failed' | null;
}

/** How each network of a device stands: it is linked to those that it has an identifier on. */
export function connectivityOf(device: {
  networks: readonly Network[];
  identifiers: readonly LinkedIdentifier[];
  lora: LoraStatus | null;
  sim: SimOfDevice | null;
}): NetworkState[] {
  return device.networks.map((network) => {
    if (!device.identifiers.some((one) => one.network === network)) return { network, state: 'NOT_LINKED' };
    if (network === 'lora') return { network, state: device.lora ?? 'INVENTORY' };
    return { network, state: network === 'cellular' && device.sim ? simState(device.sim) : 'ACTIVE' };
  });
}

function simState({ status, wanted, state }: SimOfDevice): Connectivity {
  if (state === 'failed') return 'FAILED';
  if (state === null || wanted === null) return SIM_STATES[status];
  if (!ACTIVE_WISHES.has(wanted)) return 'PENDING_DEACTIVATE';
  return status === 'DEACTIVATED' ? 'PENDING_REACTIVATE' : 'PENDING_CREATE';
}

/** An identifier or a part of it without what people put in between, and out of a base name (urn:dev:DEVEUI:…:). */
export const packedIdentifier = (text: string) =>
  text
    .trim()
    .replace(/^urn:dev:[a-z]+:/i, '')
    .replace(/[-:\s]/g, '');

/**
 * What a search field may hold of an identifier: a DevEUI pasted with dashes, colons or spaces is the same DevEUI.
 * null when it cannot be part of one.
 */
export function identifierPart(q: string): string | null {
  const packed = packedIdentifier(q);
  return /^[0-9a-f]{2,36}$/i.test(packed) ? packed.toUpperCase() : null;
}

/**
 * Share of the frames that were lost on the radio, from the frame counters of one device in order of receipt.
 * A counter that starts again is a rejoin, not a loss; a gap of thousands is a gap of ours, not of the radio.
 */
export function lossPercent(counters: readonly number[]): number | null {
  let lost = 0;
  let heard = 0;
  for (let i = 1; i < counters.length; i++) {
    const step = (counters[i] as number) - (counters[i - 1] as number);
    if (step <= 0) continue;
    heard++;
    if (step < 1000) lost += step - 1;
  }
  return heard < 20 ? null : (lost / (lost + heard)) * 100;
}

/** Devices of managed types are the platform operator's to add and to remove. */
export function typeRefusal(type: { category: 'managed' | 'own' }): DomainError | null {
  return type.category === 'managed' ? new DomainError('devices.type-managed', 'forbidden') : null;
}

/** What is bought comes with its identifiers and keys; the seed and the simulator, as the system, give them. */
export function lockedRefusal(
  actor: { kind: string },
  type: { category: 'managed' | 'own' },
): DomainError | null {
  return actor.kind === 'system' ? null : typeRefusal(type);
}

/** Network information must be of the networks of its type; keys that the portal makes are not brought. */
export function networkRefusal(
  type: { networks: readonly string[]; loraKeys: 'generated' | 'preset' | null },
  given: Partial<Record<Network, unknown>>,
  mayBringKeys = false,
): DomainError | null {
  const stranger = NETWORKS.find(
    (network) => given[network] !== undefined && !type.networks.includes(network),
  );
  if (stranger) return new DomainError('devices.wrong-network', 'invalid', { network: stranger });
  return given.lora !== undefined && type.loraKeys === 'generated' && !mayBringKeys
    ? new DomainError('devices.keys-are-generated', 'invalid')
    : null;
}

/** A device that sent a few messages at once has told no rhythm yet: below a second there is none to speak of. */
export function rhythmOf(seconds: number | null): number | null {
  return seconds !== null && seconds >= 1 ? seconds : null;
}

const BATTERY_UNITS = ['V', '%EL', '%', 'mV', 'P'];

/** Of a battery by its name; `%EL` is of nothing else (RFC 8428 §12.1). */
const isBattery = (name: string, unit: string) =>
  unit === '%EL' || (/batter/i.test(name) && BATTERY_UNITS.includes(unit));

/** The battery as the twin knows it: a voltage before a percentage. */
export function batteryOf(reported: Reported): DeviceHealth['battery'] {
  const candidates = Object.entries(reported)
    .filter(([name, { v, u }]) => v !== undefined && isBattery(name, u ?? ''))
    .sort(([, a], [, b]) => BATTERY_UNITS.indexOf(a.u ?? '') - BATTERY_UNITS.indexOf(b.u ?? ''));
  const [found] = candidates;
  if (!found) return null;
  const [name, { v, u, t }] = found;
  return { name, value: v as number, unit: u as string, at: new Date(t * 1000) };
}

/** Of a device that measures itself how well it is connected, the most telling first. */
const SIGNAL_NAMES = [
  /rssi$/i,
  /rsrp$/i,
  /signal(Strength|Level|Power|Quality)?$/i,
  /(snr|sinr)$/i,
  /rsrq$/i,
];

/** Name of what the twin knows of the signal; null where it knows nothing of it. */
export function signalOf(reported: Reported): string | null {
  const numbers = Object.entries(reported).flatMap(([name, { v }]) => (v === undefined ? [] : [name]));
  return SIGNAL_NAMES.map((like) => numbers.find((name) => like.test(name))).find(Boolean) ?? null;
}

const URN_KIND = { lora: 'DEVEUI', cellular: 'IMEI', generic: 'DVNUUID' } as const;

/** Base name of the device's SenML, trailing colon included. */
export function urnOfAdapter(network: keyof typeof URN_KIND, identifier: string): string {
  return deviceUrn(URN_KIND[network], identifier);
}

interface Coordinates {
  latitude: number | null;
  longitude: number | null;
  altitude: number | null;
}

/** As a row has it, each coordinate by itself. */
export function coordinatesOf(location: Location | null | undefined): Coordinates {
  return location ?? { latitude: null, longitude: null, altitude: null };
}

/** As people and programs have it, whole or not at all. */
export function locationOf({ latitude, longitude, altitude }: Coordinates): Location | null {
  return latitude === null || longitude === null ? null : { latitude, longitude, altitude };
}

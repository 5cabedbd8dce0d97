import type { Role } from '#server/access/contract.ts';
import type { Network } from '#server/device-types/contract.ts';
import type { Provider } from '#server/lora-networks/contract.ts';
import type { BehaviourName, ModelName, SiteName } from '#server/lora-simulator/contract.ts';
import type { TestKeep } from '#server/scripts/contract.ts';

/** A customer of the demo with all that it has, as data. Things refer to each other by their keys. */
export interface PlannedCustomer {
  /** Part of every seed and identifier, so that two customers never share one. */
  key: string;
  name: string;
  site: SiteName;
  users: { email: string; name: string; jobTitle: string; locale: 'en' | 'nl'; roles: Role[] }[];
  apiKeys: { key: string; name: string; description: string; roles: Role[] }[];
  /** Measurements of a project are kept for so many weeks; without it as long as the installation keeps any. */
  projects: { key: string; name: string; description: string; measurementWeeks?: number }[];
  connections: { key: string; name: string; provider: Provider }[];
  ownTypes: PlannedType[];
  scripts: PlannedScript[];
  destinations: PlannedDestination[];
  flows: PlannedFlow[];
  devices: PlannedDevice[];
  senders: PlannedSender[];
}

/** An Internet device that sends its own messages. */
export interface PlannedSender {
  name: string;
  description: string;
  type: string;
  project: string;
  flow: string;
  /** It signs in to MQTT; a device of the demo's own in the worker does so now. */
  mqtt?: boolean;
  /** A phone takes its place: it gets a link of the simulator. */
  link?: boolean;
  /** What it reports to run; the newest where it says nothing. */
  firmware?: string;
  /** How far the newest version has come to it. */
  stage?: 'offered' | 'downloading' | 'installed' | 'failed';
}

export interface PlannedType {
  slug: string;
  name: string;
  description: string;
  networks: Network[];
  expectedIntervalSeconds: number;
  batteryChemistry: string;
}

export interface PlannedScript {
  key: string;
  type: string;
  name: string;
  description: string;
  contract: 'things' | 'ts013';
  source: string;
  mapping?: Record<string, { name?: string; unit?: string; factor?: number }>;
  /** A draft beside the published version: its source, and what it names besides. */
  next?: { source: string; mapping: NonNullable<PlannedScript['mapping']> };
  tests?: Pick<TestKeep, 'name' | 'input' | 'expected'>[];
  /** Of the same device type, for what is sent to it. */
  encoder?: { name: string; description: string; source: string; tests: PlannedScript['tests'] };
  records: {
    name: string;
    type: 'number' | 'string' | 'boolean';
    unit: string | null;
    description?: string;
  }[];
}

/** healthy: a receiver that the demo runs itself; dead: an address where nobody listens; paused: switched off by its owner. */
export interface PlannedDestination {
  key: string;
  name: string;
  description: string;
  kind: 'healthy' | 'dead' | 'paused';
  /** Decoders whose packs of a device go there as one message. */
  merges?: string[];
}

export interface PlannedFlow {
  key: string;
  project: string;
  name: string;
  description: string;
  /** Enabled decoders by device type (slug): keys of built-in decoders or of scripts. */
  decoders: Record<string, string[]>;
  destinations: string[];
}

export interface PlannedDevice {
  name: string;
  description?: string;
  tags: string[];
  type: string;
  project: string;
  flows: string[];
  connection: string;
  model: ModelName;
  behaviour: BehaviourName;
  intervalMinutes: number;
  /** In service for so long. */
  days: number;
  /** It stands still, and its owner said where. */
  fixed?: boolean;
  /** Where it is, kilometres east and north of the middle of its site. */
  east: number;
  north: number;
}

/** Everything but what makes one different from the next. */
export function series(
  names: readonly string[],
  fields: Omit<PlannedDevice, 'name' | 'behaviour' | 'days' | 'east' | 'north'> & Partial<PlannedDevice>,
  exceptions: Record<string, Partial<PlannedDevice>> = {},
): PlannedDevice[] {
  return names.map((name, n) => ({
    behaviour: 'healthy',
    days: 30,
    // A loose spiral around the middle.
    east: Math.cos(n * 2.4) * (0.25 + n * 0.13),
    north: Math.sin(n * 2.4) * (0.2 + n * 0.09),
    ...fields,
    name,
    ...exceptions[name],
  }));
}

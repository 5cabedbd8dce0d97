import type { KnownGateway } from '#server/decoders/contract.ts';
import type { VersionRule } from '#server/decoders/version-rule-contract.ts';
import { fits } from '#server/decoders/version-rules.ts';
import type { Merger } from '#server/destinations/merger-contract.ts';
import type { SandboxContract } from '#server/sandbox/contract.ts';
import { heardAt } from './normalise.ts';
import type { DecodableMessage } from './script-call.ts';

/** How a decoder is run now: code of ours, or the published version of a script. */
export type DecoderRun =
  | {
      kind: 'built-in';
      decoderId: string;
      versionId: null;
      key: string;
      /** Where the customer's gateways are, of a decoder that reads by them. */
      gateways?: ReadonlyMap<string, KnownGateway>;
    }
  | ScriptRun;

export interface ScriptRun {
  kind: 'script';
  decoderId: string;
  versionId: string;
  script: ScriptVersion;
  /** Other versions, each for the messages that its rule fits; the first that fits counts. */
  others?: { rule: VersionRule; versionId: string; script: ScriptVersion }[];
}

export interface ScriptVersion {
  source: string;
  sourceHash: string;
  contract: SandboxContract;
  /** ts013 only: {[path]: {name?, unit?, factor?}}. */
  mapping: unknown;
}

export interface FlowRoute {
  id: string;
  projectId: string;
  decodersByType: Map<string, string[]>;
  destinationIds: string[];
}

export interface RoutedDestination {
  id: string;
  customerId: string;
  name: string;
  kind: string;
  settings: unknown;
  /** null where they cannot be opened: the key is gone. */
  secrets: Record<string, unknown> | null;
  status: 'active' | 'paused' | 'suspended';
}

/** What a customer's messages are routed by; loaded whole, since it is small beside the devices. */
export interface Topology {
  customerId: string;
  flows: Map<string, FlowRoute>;
  decoders: Map<string, DecoderRun>;
  /** Of the destinations that merge. */
  mergers: ReadonlyMap<string, Merger>;
  destinations: Map<string, RoutedDestination>;
}

export interface RoutedDevice {
  id: string;
  customerId: string;
  deviceTypeId: string;
  active: boolean;
  /** Its base names, trailing colon included, the one that stands for the device first; one for each of its networks. */
  urns: string[];
  flowIds: string[];
  /** What it reports of its firmware, where versions of a script are chosen by it. */
  firmware: string | null;
}

export interface Route {
  flowId: string;
  destinationId: string;
  /** How long it waits there for its partners; undefined: it goes at once. */
  holdSeconds?: number;
}

/** One decoder of a device and where its records go: a destination reached through two flows is there twice. */
export interface PlannedRun {
  run: DecoderRun;
  routes: Route[];
}

/** Every decoder that any of the device's flows has enabled for its type, once, in a stable order. */
export function plannedRuns(device: RoutedDevice, topology: Topology): PlannedRun[] {
  const planned = new Map<string, PlannedRun>();
  for (const flowId of device.flowIds) {
    const flow = topology.flows.get(flowId);
    for (const decoderId of flow?.decodersByType.get(device.deviceTypeId) ?? []) {
      const run = topology.decoders.get(decoderId);
      if (!flow || !run) continue;
      let entry = planned.get(decoderId);
      if (!entry) {
        entry = { run, routes: [] };
        planned.set(decoderId, entry);
      }
      for (const destinationId of flow.destinationIds) entry.routes.push({ flowId, destinationId });
    }
  }
  const runs = [...planned.values()];
  if (topology.mergers.size > 0) holdBack(runs, topology.mergers);
  return runs;
}

/** The version of a decoder that a message goes through: the published one, unless a rule has another for it. */
export function runFor(
  run: DecoderRun,
  { event, receivedAt }: Pick<DecodableMessage, 'event' | 'receivedAt'>,
  { firmware }: Pick<RoutedDevice, 'firmware'>,
): DecoderRun {
  if (run.kind === 'built-in' || !run.others) return run;
  const fPort = event.kind === 'uplink' ? event.fPort : null;
  const at = new Date(heardAt({ event, receivedAt }) * 1000);
  const other = run.others.find(({ rule }) => fits(rule, { fPort, firmware, at }));
  return other ? { ...run, versionId: other.versionId, script: other.script } : run;
}

function holdBack(runs: readonly PlannedRun[], mergers: Topology['mergers']): void {
  for (const { run, routes } of runs)
    for (const route of routes) {
      const merger = mergers.get(route.destinationId);
      if (!merger?.decoderIds.includes(run.decoderId)) continue;
      const { size } = partnersAt(route.destinationId, merger, runs);
      // Without anybody to wait for it goes at once, unless nothing may go alone.
      if (size > 1 || merger.orphanStrategy === 'DISCARD') route.holdSeconds = merger.ttl;
    }
}

/** The merger's decoders whose packs of a device come to the destination at all: who is complete has one of each. */
export function partnersAt(
  destinationId: string,
  { decoderIds }: Merger,
  runs: readonly PlannedRun[],
): ReadonlySet<string> {
  const reaching = runs.filter(({ routes }) => routes.some((route) => route.destinationId === destinationId));
  return new Set(reaching.map(({ run }) => run.decoderId).filter((id) => decoderIds.includes(id)));
}

import { and, eq, inArray } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { decoders, deviceTypes } from '#db/schema/device-types.ts';
import type { Actor } from '#server/access/actor.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createDecoder } from '#server/decoders/create-decoder.ts';
import { SHADOW_HOURS } from '#server/decoders/shadow-contract.ts';
import { startShadow } from '#server/decoders/start-shadow.ts';
import { createDestination } from '#server/destinations/create-destination.ts';
import { setMerger } from '#server/destinations/set-merger.ts';
import { createScriptEncoder } from '#server/encoders/change-script-encoder.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { createGateway } from '#server/lora-gateways/change-gateway.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { SITES } from '#server/lora-simulator/sites.ts';
import type { SimulatedConnection } from '#server/lora-simulator/webhook-request.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { setLimits } from '#server/projects/set-limits.ts';
import { keepTest } from '#server/scripts/keep-test.ts';
import { publishVersion } from '#server/scripts/publish-version.ts';
import { saveDraft } from '#server/scripts/save-draft.ts';
import { plantAccounts } from './accounts.ts';
import { DEMO_RECEIVER_HEADER } from './demo-keys.ts';
import type { PlannedCustomer, PlannedDestination, PlannedScript } from './plan.ts';

export interface PlantedDestination {
  id: string;
  kind: PlannedDestination['kind'];
  url: string;
  secrets: Record<string, string>;
}

/** Ids of what was made for a customer, by the keys of its plan. */
export interface World {
  plan: PlannedCustomer;
  customerId: string;
  actor: Actor;
  projects: Map<string, string>;
  connections: Map<string, SimulatedConnection>;
  types: Map<string, string>;
  flows: Map<string, string>;
  destinations: Map<string, PlantedDestination>;
}

/** Nobody listens there: below the ports that the system gives out, above those that need rights. */
const DEAD_ADDRESS = 'http://127.0.0.1:18099/';

export function known<T>(found: ReadonlyMap<string, T>, key: string): T {
  const value = found.get(key);
  if (value === undefined) throw new Error(`The demo's plan names "${key}", which does not exist.`);
  return value;
}

/** Everything of a customer but its devices and what they send. Destinations are not linked yet. */
export async function plantWorld(
  plan: PlannedCustomer,
  customerId: string,
  receiverPort: () => Promise<number>,
): Promise<World> {
  await plantAccounts(plan, customerId);
  const actor = systemActor(customerId);
  const types = await plantTypes(plan, customerId);
  const decoderIds = await plantScripts(plan, actor, types);
  const world: World = {
    plan,
    customerId,
    actor,
    types,
    projects: new Map(),
    connections: new Map(),
    flows: new Map(),
    destinations: new Map(),
  };
  for (const { key, measurementWeeks = null, ...fields } of plan.projects) {
    const { id } = await createProject(actor, fields);
    world.projects.set(key, id);
    if (measurementWeeks) await keepFor(actor, id, measurementWeeks);
  }
  for (const { key, name, provider } of plan.connections) {
    const { id, secret } = await createConnection(actor, { name, provider });
    world.connections.set(key, { id, provider, secret });
  }
  await plantGateways(plan, actor);
  for (const planned of plan.destinations) {
    world.destinations.set(planned.key, await plantDestination(actor, planned, receiverPort));
    const merged = planned.merges?.map((decoder) => known(decoderIds, decoder)) ?? [];
    const { id } = known(world.destinations, planned.key);
    if (merged.length > 0)
      await setMerger(actor, { id, merge: true, decoderIds: merged, ttl: 10, orphanStrategy: 'FORWARD' });
  }
  await plantFlows(world, decoderIds);
  return world;
}

const GATEWAY_NAMES = ['Control room', 'Pump house', 'Gate 2'];

/** The first of those that the simulated network has where the customer is. */
async function plantGateways({ site }: PlannedCustomer, actor: Actor): Promise<void> {
  for (const [nth, name] of GATEWAY_NAMES.entries()) {
    const gateway = SITES[site].gateways[nth];
    if (!gateway) return;
    const { latitude, longitude } = gateway.location;
    await createGateway(actor, { gatewayId: gateway.gatewayId, name, latitude, longitude, radius: 250 });
  }
}

/** Of the limits that a project may have, this one alone. */
async function keepFor(actor: Actor, id: string, measurementWeeks: number): Promise<void> {
  await setLimits(actor, {
    id,
    limits: { devices: null, flows: null, destinations: null },
    networkLimits: { lora: null, cellular: null, generic: null },
    allowedNetworks: null,
    allowedDeviceTypeIds: null,
    measurementWeeks,
  });
}

async function plantTypes(plan: PlannedCustomer, customerId: string): Promise<Map<string, string>> {
  const database = pipelineDatabase();
  if (plan.ownTypes.length > 0) {
    const rows = plan.ownTypes.map((type) => ({
      ...type,
      customerId,
      category: 'own' as const,
      group: 'Sensors',
      loraKeys: 'preset' as const,
    }));
    await database.insert(deviceTypes).values(rows);
  }
  const rows = await database
    .select({ id: deviceTypes.id, slug: deviceTypes.slug })
    .from(deviceTypes)
    .where(inArray(deviceTypes.customerId, [PLATFORM_CUSTOMER_ID, customerId]));
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}

/** Ids of the customer's scripts and of the built-in decoders by their keys. */
async function plantScripts(
  plan: PlannedCustomer,
  actor: Actor,
  types: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const builtIn = await pipelineDatabase()
    .select({ id: decoders.id, key: decoders.builtIn })
    .from(decoders)
    .where(and(eq(decoders.customerId, PLATFORM_CUSTOMER_ID), eq(decoders.kind, 'built-in')));
  const ids = new Map(builtIn.map(({ key, id }) => [key ?? '', id]));
  for (const { key, type, mapping = {}, next, tests = [], encoder, ...fields } of plan.scripts) {
    const made = await createDecoder(actor, { ...fields, mapping, deviceTypeId: known(types, type) });
    await publishVersion(actor, {
      owner: { kind: 'decoder', id: made.id },
      versionId: made.versionId,
    });
    const owner = { kind: 'decoder', id: made.id } as const;
    const { contract, source } = fields;
    for (const test of tests) await keepTest(actor, { owner, ...test, contract, source, mapping });
    if (next) {
      const draft = { contract, source: next.source, mapping: { ...mapping, ...next.mapping } };
      const { versionId } = await saveDraft(actor, { owner, ...draft });
      await startShadow(actor, { id: made.id, versionId, hours: SHADOW_HOURS.usual });
    }
    if (encoder) await plantEncoder(actor, known(types, type), encoder);
    ids.set(key, made.id);
  }
  return ids;
}

async function plantEncoder(
  actor: Actor,
  deviceTypeId: string,
  { tests = [], source, ...fields }: NonNullable<PlannedScript['encoder']>,
): Promise<void> {
  const { id, versionId } = await createScriptEncoder(actor, { ...fields, source, deviceTypeId });
  const owner = { kind: 'encoder', id } as const;
  await publishVersion(actor, { owner, versionId });
  const text = { contract: 'ts013', source, mapping: {} } as const;
  for (const test of tests) await keepTest(actor, { owner, ...test, ...text });
}

async function plantDestination(
  actor: Actor,
  { name, description, kind }: PlannedDestination,
  receiverPort: () => Promise<number>,
): Promise<PlantedDestination> {
  const url = kind === 'healthy' ? `http://127.0.0.1:${await receiverPort()}/` : DEAD_ADDRESS;
  const headers: Record<string, string> = kind === 'healthy' ? { [DEMO_RECEIVER_HEADER]: 'built-in' } : {};
  const { id, generatedSecrets } = await createDestination(actor, {
    name,
    description,
    kind: 'https',
    settings: { url, headerNames: Object.keys(headers) },
    secrets: { headers },
  });
  return { id, kind, url, secrets: generatedSecrets };
}

async function plantFlows(world: World, decoderIds: ReadonlyMap<string, string>): Promise<void> {
  const { plan, actor, projects, types, flows } = world;
  for (const { key, project, name, description, decoders: enabled } of plan.flows) {
    const { id } = await createFlow(actor, { projectId: known(projects, project), name, description });
    flows.set(key, id);
    for (const [type, keys] of Object.entries(enabled)) {
      for (const decoder of keys) {
        const link = { flowId: id, deviceTypeId: known(types, type), decoderId: known(decoderIds, decoder) };
        await toggleDecoder(actor, { ...link, enabled: true });
      }
    }
  }
}

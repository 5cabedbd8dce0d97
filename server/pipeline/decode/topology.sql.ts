import { loraOnPremises } from '#server/decoders/built-in/lora-on-premises.ts';
import type { KnownGateway } from '#server/decoders/contract.ts';
import type { VersionRule } from '#server/decoders/version-rule-contract.ts';
import { activeMerger, type Merger } from '#server/destinations/merger-contract.ts';
import { FIRMWARE_NAMES } from '#server/firmware/rules.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, pipelineSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import { unseal } from '#server/platform/secrets.ts';
import { type DeviceUrnKind, deviceUrn } from '#server/protocols/senml/device-urn.ts';
import type { SandboxContract } from '#server/sandbox/contract.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import { Directory } from '../directory.ts';
import type {
  DecoderRun,
  FlowRoute,
  RoutedDestination,
  RoutedDevice,
  ScriptVersion,
  Topology,
} from './topology.ts';

export function topologyDirectory(changes: ConfigurationChanges): Directory<string, Topology> {
  const load = async (customerIds: string[]) => {
    const loaded = await Promise.all(customerIds.map(loadTopology));
    return new Map(loaded.map((topology) => [topology.customerId, topology]));
  };
  return new Directory({ changes, load, customerOf: (t) => t.customerId, max: 2_000 });
}

export async function loadTopology(customerId: string): Promise<Topology> {
  const [flows, decoders, found] = await Promise.all([
    loadFlows(customerId),
    loadDecoders(customerId),
    loadDestinations(customerId),
  ]);
  return { customerId, flows, decoders, ...found };
}

/** What decides which decoders run for a device, without where the records go. */
export async function loadDecoding(customerId: string): Promise<Topology> {
  const [flows, decoders] = await Promise.all([loadFlows(customerId), loadDecoders(customerId)]);
  return { customerId, flows, decoders, mergers: new Map(), destinations: new Map() };
}

async function loadFlows(customerId: string): Promise<Map<string, FlowRoute>> {
  const sql = pipelineSql();
  const [rows, decoders, destinations] = await Promise.all([
    sql<{ id: string; projectId: string }[]>`
      select id, project_id as "projectId" from flows where customer_id = ${customerId}`,
    sql<{ flowId: string; typeId: string; decoderId: string }[]>`
      select flow_id as "flowId", device_type_id as "typeId", decoder_id as "decoderId" from flow_decoders
      where customer_id = ${customerId} order by created_at, decoder_id`,
    sql<{ flowId: string; destinationId: string }[]>`
      select flow_id as "flowId", destination_id as "destinationId" from flow_destinations
      where customer_id = ${customerId} order by created_at, destination_id`,
  ]);
  const flows = new Map<string, FlowRoute>(
    rows.map((row) => [row.id, { ...row, decodersByType: new Map(), destinationIds: [] }]),
  );
  for (const { flowId, typeId, decoderId } of decoders) {
    const byType = flows.get(flowId)?.decodersByType;
    const known = byType?.get(typeId);
    if (known) known.push(decoderId);
    else byType?.set(typeId, [decoderId]);
  }
  for (const { flowId, destinationId } of destinations) flows.get(flowId)?.destinationIds.push(destinationId);
  return flows;
}

interface DecoderRow {
  id: string;
  kind: 'built-in' | 'script';
  key: string | null;
  rules: VersionRule[];
  versionId: string | null;
  contract: SandboxContract;
  source: string;
  sourceHash: string;
  mapping: unknown;
}

/** A script that was never published has nothing to run and is left out. */
async function loadDecoders(customerId: string): Promise<Map<string, DecoderRun>> {
  const rows = await pipelineSql()<DecoderRow[]>`
    select d.id, d.kind, d.built_in as key, d.version_rules as rules, v.id as "versionId", v.contract, v.source,
      v.source_hash as "sourceHash", v.mapping
    from decoders d left join decoder_versions v on v.customer_id = d.customer_id and v.id = d.current_version_id
    where d.id in (select decoder_id from flow_decoders where customer_id = ${customerId})`;
  const others = await loadOthers(
    customerId,
    rows.flatMap(({ rules }) => rules.map(({ versionId }) => versionId)),
  );
  const runs = new Map<string, DecoderRun>();
  for (const { id, kind, key, rules, versionId, contract, source, sourceHash, mapping } of rows) {
    if (kind === 'built-in' && key !== null) {
      const gateways = key === loraOnPremises.key ? await loadGateways(customerId) : null;
      runs.set(id, { kind, decoderId: id, versionId: null, key, ...(gateways ? { gateways } : {}) });
    }
    if (kind !== 'script' || versionId === null) continue;
    const run: DecoderRun = {
      kind,
      decoderId: id,
      versionId,
      script: { source, sourceHash, contract, mapping },
    };
    const ruled = rules.flatMap((rule) => {
      const script = others.get(rule.versionId);
      return script ? [{ rule, versionId: rule.versionId, script }] : [];
    });
    runs.set(id, ruled.length > 0 ? { ...run, others: ruled } : run);
  }
  return runs;
}

/** Versions that rules name; mostly there are none. */
async function loadOthers(
  customerId: string,
  versionIds: readonly string[],
): Promise<Map<string, ScriptVersion>> {
  if (versionIds.length === 0) return new Map();
  const rows = await pipelineSql()<(ScriptVersion & { id: string })[]>`
    select id, contract, source, source_hash as "sourceHash", mapping from decoder_versions
    where customer_id = ${customerId} and id = any(${versionIds as string[]}::uuid[]) and published_at is not null`;
  return new Map(rows.map(({ id, ...script }) => [id, script]));
}

interface DestinationRow extends Omit<RoutedDestination, 'secrets'> {
  secrets: string;
  merger: unknown;
}

async function loadGateways(customerId: string): Promise<Map<string, KnownGateway>> {
  const rows = await pipelineSql()<(KnownGateway & { gatewayId: string })[]>`
    select gateway_id as "gatewayId", latitude, longitude, radius from lora_gateways where customer_id = ${customerId}`;
  return new Map(rows.map(({ gatewayId, ...gateway }) => [gatewayId, gateway]));
}

async function loadDestinations(customerId: string): Promise<Pick<Topology, 'destinations' | 'mergers'>> {
  const rows = await pipelineSql()<DestinationRow[]>`
    select id, customer_id as "customerId", name, kind, settings, secrets, status, merger from destinations
    where customer_id = ${customerId}`;
  const dataKey = rows.length ? await dataKeyOf(pipelineDatabase(), customerId) : null;
  const found = new Map<string, RoutedDestination>();
  const mergers = new Map<string, Merger>();
  for (const { merger: stored, ...row } of rows) {
    const merger = activeMerger(stored);
    if (merger) mergers.set(row.id, merger);
    let secrets: RoutedDestination['secrets'] = null;
    try {
      if (dataKey) secrets = JSON.parse(unseal(dataKey, `destinations|secrets|${row.id}`, row.secrets));
    } catch (err) {
      log.error({ err, destinationId: row.id }, 'the secrets of a destination cannot be opened');
    }
    found.set(row.id, { ...row, secrets });
  }
  return { destinations: found, mergers };
}

export function deviceDirectory(changes: ConfigurationChanges): Directory<string, RoutedDevice> {
  return new Directory({ changes, load: loadDevices, customerOf: (d) => d.customerId, max: 50_000 });
}

const URN_KIND: Record<string, DeviceUrnKind> = { lora: 'DEVEUI', cellular: 'IMEI', generic: 'DVNUUID' };

interface DeviceRow {
  id: string;
  customerId: string;
  deviceTypeId: string;
  active: boolean;
  adapters: { network: string; identifier: string }[];
  flowIds: string[];
  firmware: string | null;
}

export async function loadDevices(ids: string[]): Promise<Map<string, RoutedDevice>> {
  const rows = await pipelineSql()<DeviceRow[]>`
    select d.id, d.customer_id as "customerId", d.device_type_id as "deviceTypeId", d.status = 'ACTIVE' as active,
      coalesce((select json_agg(json_build_object('network', a.network, 'identifier', a.identifier)
          order by a.identifier is distinct from d.identifier, a.created_at, a.network)
        from network_adapters a where a.device_id = d.id), '[]'::json) as adapters,
      array(select f.flow_id from flow_devices f where f.device_id = d.id order by f.created_at, f.flow_id) as "flowIds",
      case when exists (select from decoders r where r.customer_id = d.customer_id and r.version_rules <> '[]'::jsonb) then (
        select coalesce(t.reported -> n.name ->> 'vs', t.reported -> n.name ->> 'v')
        from twins t, unnest(${FIRMWARE_NAMES}::text[]) with ordinality n(name, place)
        where t.device_id = d.id and t.reported ? n.name order by n.place limit 1) end as firmware
    from devices d where d.id = any(${ids}::uuid[])`;
  return new Map(
    rows.map(({ adapters, ...device }) => {
      const urns = adapters.flatMap(({ network, identifier }) => {
        const kind = URN_KIND[network];
        return kind ? deviceUrn(kind, identifier) : [];
      });
      return [device.id, { ...device, urns }];
    }),
  );
}

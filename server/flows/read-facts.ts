import { destinationFaults } from '#server/destinations/configuration-faults.ts';
import type { DestinationFault } from '#server/destinations/contract.ts';
import { activeMerger } from '#server/destinations/merger-contract.ts';
import type { PayloadFamily } from '#server/device-types/contract.ts';
import { selectPayloadFamilies } from '#server/device-types/families.sql.ts';
import { selectOfferedDecoders, selectOfferedEncoders } from '#server/device-types/repository.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FlowDecoderState, FlowDestinationState, FlowDeviceType, FlowFacts } from './contract.ts';
import {
  askedOf,
  selectEnabledEncoders,
  selectInstructions,
  selectMissingEncoders,
} from './encoder-facts.sql.ts';
import {
  selectDelivered,
  selectDestinations,
  selectEnabled,
  selectFailures,
  selectMessages,
  selectSuspended,
  selectTypes,
} from './facts.sql.ts';
import { instructionsFor, isMisfit } from './warning-rules.ts';

export interface FactsOptions {
  /** Only this device's way through the flows. */
  deviceId?: string;
  /** Counts of the last hour; a list does without. */
  counts: boolean;
}

/** All that warnings and graphs of these flows are made from. */
export async function readFlowFacts(
  tx: Tx,
  scope: TenantScope,
  flows: { id: string; name: string }[],
  options: FactsOptions,
): Promise<FlowFacts[]> {
  if (flows.length === 0) return [];
  const asked = askedOf(
    scope,
    flows.map((flow) => flow.id),
    options.deviceId,
  );
  const types = await selectTypes(tx, asked);
  const typeIds = [...new Set(types.map((type) => type.type_id))];
  const known: Known = {
    offered: await selectOfferedDecoders(tx, scope, typeIds),
    encoders: await selectOfferedEncoders(tx, scope, typeIds),
    families: await selectPayloadFamilies(tx),
    suspended: new Set((await selectSuspended(tx, asked)).map(({ id }) => id)),
  };
  const enabled = await selectEnabled(tx, asked);
  const failures = await selectFailures(tx, asked);
  const messages = options.counts ? await selectMessages(tx, asked) : [];
  const encoding = await selectEnabledEncoders(tx, asked);
  const missing = await selectMissingEncoders(tx, asked);
  const instructions = options.counts || missing.length > 0 ? await selectInstructions(tx, asked) : [];
  const destinations = await selectDestinations(tx, asked);
  const faults = await destinationFaults(tx, scope, [...new Set(destinations.map(({ id }) => id))]);
  const delivered = options.counts ? await selectDelivered(tx, asked, options.deviceId) : [];
  return flows.map((flow) => {
    const mine = <R extends { flow_id: string }>(rows: R[]) => rows.filter((row) => row.flow_id === flow.id);
    const seen = [mine(enabled), mine(failures), mine(messages)] as const;
    const told = [mine(encoding), mine(missing), mine(instructions)] as const;
    return {
      id: flow.id,
      name: flow.name,
      types: mine(types).map((type) => ({
        deviceType: { id: type.type_id, name: type.name, category: type.category, networks: type.networks },
        devices: type.devices,
        deactivated: type.deactivated,
        messagesLastHour: ofType(type, seen[2]).find((m) => m.decoder_id === null)?.messages ?? 0,
        decoders: decodersOf(type, known, ...seen),
        encoders: encodersOf(type, known, ...told),
      })),
      destinations: mine(destinations).map((row) => destinationOf(row, mine(delivered), faults.get(row.id))),
    };
  });
}

interface Known {
  offered: Awaited<ReturnType<typeof selectOfferedDecoders>>;
  encoders: Awaited<ReturnType<typeof selectOfferedEncoders>>;
  families: ReadonlyMap<string, PayloadFamily>;
  suspended: ReadonlySet<string>;
}

type TypeRow = Awaited<ReturnType<typeof selectTypes>>[number];
type Enabled = Awaited<ReturnType<typeof selectEnabled>>[number];
type Failure = Awaited<ReturnType<typeof selectFailures>>[number];
type Messages = Awaited<ReturnType<typeof selectMessages>>[number];
type Delivered = Awaited<ReturnType<typeof selectDelivered>>[number];
type Encoding = Awaited<ReturnType<typeof selectEnabledEncoders>>[number];
type Instructions = Awaited<ReturnType<typeof selectInstructions>>[number];

const ofType = <R extends { type_id: string }>(type: TypeRow, rows: readonly R[]) =>
  rows.filter((row) => row.type_id === type.type_id);

function decodersOf(
  type: TypeRow,
  known: Known,
  enabled: Enabled[],
  failures: Failure[],
  messages: Messages[],
): FlowDecoderState[] {
  return (known.offered.get(type.type_id) ?? []).map((decoder) => {
    const failure = ofType(type, failures).find((f) => f.decoder_id === decoder.id);
    const made = ofType(type, messages).find((m) => m.decoder_id === decoder.id);
    const failed = failure?.last_hour ?? 0;
    const newest = Math.max(made?.newest ?? 0, failed > 0 && failure ? Date.parse(failure.at) : 0);
    return {
      ...decoder,
      enabled: ofType(type, enabled).some((e) => e.decoder_id === decoder.id),
      suspended: known.suspended.has(decoder.id),
      misfit: isMisfit(type.networks, known.families.get(decoder.id)),
      lastHour: { messages: (made?.messages ?? 0) + failed, failures: failed, newest: newest || null },
      lastFailure: failure
        ? {
            at: new Date(failure.at),
            message: failure.error.message ?? '',
            line: failure.error.line ?? null,
            uplinkId: failure.uplink_id,
            deviceId: failure.device_id,
          }
        : null,
    };
  });
}

function encodersOf(
  type: TypeRow,
  known: Known,
  enabled: Encoding[],
  missing: Encoding[],
  instructions: Instructions[],
): FlowDeviceType['encoders'] {
  return (known.encoders.get(type.type_id) ?? []).map((encoder) => {
    const isOf = (row: Encoding) => row.encoder_id === encoder.id;
    const told = ofType(type, instructions).filter((row) => instructionsFor(encoder, row));
    const sum = (of: (row: Instructions) => number) => told.reduce((total, row) => total + of(row), 0);
    return {
      ...encoder,
      enabled: ofType(type, enabled).some(isOf),
      misfit: isMisfit(type.networks, known.families.get(encoder.id)),
      missing: ofType(type, missing).some(isOf),
      asked: sum((row) => row.asked),
      lastHour: {
        messages: sum((row) => row.messages),
        failures: sum((row) => row.failures),
        newest: Math.max(0, ...told.map((row) => row.newest)) || null,
      },
    };
  });
}

function destinationOf(
  row: Awaited<ReturnType<typeof selectDestinations>>[number],
  delivered: Delivered[],
  fault: DestinationFault | undefined,
): FlowDestinationState {
  const merger = activeMerger(row.merger);
  const mine = delivered.filter((d) => d.destination_id === row.id);
  const sum = (what: 'delivered' | 'failed') => mine.reduce((n, d) => n + d[what], 0);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    status: row.status,
    failuresInARow: row.failures_in_a_row,
    failingSince: row.failing_since ? new Date(row.failing_since) : null,
    lastError: row.last_error,
    misconfigured: fault ?? null,
    merger: merger ? { decoders: row.merged ?? [], ttlSeconds: merger.ttl } : null,
    lastHour: {
      delivered: sum('delivered'),
      failed: sum('failed'),
      newest: Math.max(0, ...mine.map((d) => d.newest)) || null,
    },
    backlog: row.backlog,
    byDecoder: Object.fromEntries(
      mine.flatMap((d) =>
        d.decoder_id
          ? [[d.decoder_id, { delivered: d.delivered + d.merged, failed: d.failed, newest: d.newest }]]
          : [],
      ),
    ),
  };
}

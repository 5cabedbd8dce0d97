import { DECODED_KINDS } from '#server/pipeline/accept/message.ts';
import { decodeBatch, type ScriptRunner } from '#server/pipeline/decode/decode-batch.ts';
import { addRawBodies } from '#server/pipeline/decode/raw-bodies.sql.ts';
import { readsRaw } from '#server/pipeline/decode/raw-bodies.ts';
import type { DecodableMessage } from '#server/pipeline/decode/script-call.ts';
import { loadDecoding, loadDevices } from '#server/pipeline/decode/topology.sql.ts';
import { type DecoderRun, type PlannedRun, plannedRuns, runFor } from '#server/pipeline/decode/topology.ts';
import type { DecodeOutcome } from '#server/pipeline/decode/uplink.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { urnOfEvent } from '#server/protocols/device-event.ts';
import type { StoredMessage } from './messages.sql.ts';

/** A message with what its decoders make of it now. */
export interface DecodedAgain {
  message: StoredMessage;
  runs: { planned: PlannedRun; outcome: DecodeOutcome }[];
}

/** Which decoder, where not all that the flows have enabled; `run` where another version of it than the present one. */
export interface ChosenDecoder {
  decoderId: string;
  run: DecoderRun | null;
}

/** Runs in the order of the messages; none for what decoders have nothing to do with. */
export async function decodeAgain(
  scope: TenantScope,
  messages: readonly StoredMessage[],
  chosen: ChosenDecoder | null,
  scripts: ScriptRunner,
): Promise<DecodedAgain[]> {
  const { customerId } = scope;
  const [devices, topology] = await Promise.all([
    loadDevices([...new Set(messages.map(({ deviceId }) => deviceId))]),
    loadDecoding(customerId),
  ]);
  const decoded = messages.map((message): DecodedAgain => ({ message, runs: [] }));
  const planned = decoded.flatMap((one) => {
    const { deviceId, kind } = one.message;
    const device = devices.get(deviceId);
    if (!device || device.customerId !== customerId || !DECODED_KINDS.includes(kind)) return [];
    const runs = chosenRuns(plannedRuns(device, topology), chosen, one.message).map((planned) => ({
      ...planned,
      run: runFor(planned.run, one.message, device),
    }));
    return runs.map((run) => ({ one, run }));
  });
  const withRaw = new Map<number, DecodableMessage>();
  const tasks = planned.map(({ one, run }) => {
    const { id, receivedAt, event } = one.message;
    const message = withRaw.get(id) ?? { customerId, urn: urnOfEvent(event), receivedAt, event };
    if (readsRaw(run.run, event)) withRaw.set(id, message);
    return { run: run.run, message };
  });
  await addRawBodies(withRaw);
  const outcomes = await decodeBatch(tasks, scripts);
  for (const [at, { one, run }] of planned.entries())
    one.runs.push({ planned: run, outcome: outcomes[at] as DecodeOutcome });
  return decoded;
}

/** A version that was chosen runs where its decoder does, or did for this very message. */
function chosenRuns(
  present: PlannedRun[],
  chosen: ChosenDecoder | null,
  { steps }: StoredMessage,
): PlannedRun[] {
  if (!chosen) return present;
  const { decoderId, run } = chosen;
  const enabled = present.find(({ run: one }) => one.decoderId === decoderId);
  if (!run) return enabled ? [enabled] : [];
  const ran = steps.some((step) => step.decoderId === decoderId);
  return enabled || ran ? [{ run, routes: enabled?.routes ?? [] }] : [];
}

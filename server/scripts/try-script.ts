import { normalise } from '#server/pipeline/decode/normalise.ts';
import { type DecodableMessage, scriptCall } from '#server/pipeline/decode/script-call.ts';
import { recordsOfScript } from '#server/pipeline/decode/script-records.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { SandboxCall, SandboxResult } from '#server/sandbox/contract.ts';
import type { KeptInput, ScriptOutcome, ScriptText } from './contract.ts';
import { editorSandbox } from './editor-sandbox.ts';
import { scriptKey } from './save-draft.ts';

export type KeptMessage = Extract<KeptInput, { kind: 'message' }>;

export const keepMessage = ({ urn, receivedAt, event, raw }: DecodableMessage): KeptMessage => ({
  kind: 'message',
  urn,
  receivedAt: receivedAt.toISOString(),
  event,
  raw: raw ? Buffer.from(raw).toString('base64') : null,
});

const messageOf = (customerId: string, kept: KeptMessage): DecodableMessage => ({
  customerId,
  urn: kept.urn,
  receivedAt: new Date(kept.receivedAt),
  event: kept.event as DeviceEvent,
  raw: kept.raw === null ? null : Buffer.from(kept.raw, 'base64'),
});

/** Runs a script on inputs, of decoders up to the records that would be kept. Nothing is stored or sent. */
export async function tryScript(
  customerId: string,
  text: ScriptText,
  inputs: readonly KeptInput[],
): Promise<ScriptOutcome[]> {
  if (inputs.length === 0) return [];
  const calls = inputs.map((input) => callOf(customerId, text, input));
  const results = await editorSandbox().runBatch(calls);
  return results.map((result, at) => {
    const call = calls[at] as SandboxCall;
    const input = inputs[at] as KeptInput;
    const { output, logs, error, durationMs } = result;
    const outcome: ScriptOutcome = { output, logs, error, durationMs, records: null, input: call.input };
    if (error || input.kind !== 'message') return outcome;
    return withRecords(outcome, text, messageOf(customerId, input), result);
  });
}

/** The call of a script for one input; refused where its contract has no form for it. */
function callOf(tenant: string, text: ScriptText, input: KeptInput): SandboxCall {
  const { contract, source } = text;
  const sourceHash = scriptKey(source);
  if (input.kind === 'message') {
    const call = scriptCall({ ...text, sourceHash }, messageOf(tenant, input));
    if (call) return call;
    throw new DomainError('decoders.no-input', 'conflict', { kind: (input.event as DeviceEvent).kind });
  }
  const base = { tenant, source, scriptKey: sourceHash };
  if (input.kind === 'pack' && contract === 'format')
    return { ...base, contract, fn: 'main', input: input.pack };
  if (input.kind === 'data' && contract === 'ts013')
    return {
      ...base,
      contract,
      fn: 'encodeDownlink',
      input: { data: input.data, ...(input.fPort === null ? {} : { fPort: input.fPort }) },
    };
  throw new DomainError('decoders.no-input', 'conflict', { kind: input.kind });
}

function withRecords(
  base: ScriptOutcome,
  text: ScriptText,
  message: DecodableMessage,
  { output, logs }: SandboxResult,
): ScriptOutcome {
  const made = recordsOfScript({ ...text, sourceHash: '' }, message, output);
  if (!made.ok) return { ...base, error: made.fault };
  const all = { ...base, logs: [...logs, ...made.logs] };
  if (made.records === null) return all;
  const pack = normalise(made.records, message);
  if (!pack.ok) {
    const { path, message: words } = pack.error;
    const said = path ? `${path}: ${words}` : words;
    return { ...all, error: { name: 'BadRecords', message: said, line: null, column: null } };
  }
  return { ...all, records: pack.value?.measurements ?? null };
}

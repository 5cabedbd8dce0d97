import { normalise } from '#server/pipeline/decode/normalise.ts';
import { type DecodableMessage, scriptCall } from '#server/pipeline/decode/script-call.ts';
import { recordsOfScript } from '#server/pipeline/decode/script-records.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { SandboxCall, SandboxError, SandboxResult, Ts013Encoded } from '#server/sandbox/contract.ts';
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

/** Of an input that the script's contract has no form for. */
const NO_INPUT: SandboxError = {
  name: 'NoInput',
  message: 'the contract of the script has no form for such an input',
  line: null,
  column: null,
};
export const isWithoutInput = ({ error }: ScriptOutcome) => error === NO_INPUT;

/** Runs a script on inputs, of decoders up to the records that would be kept. Nothing is stored or sent. */
export async function tryScript(
  customerId: string,
  text: ScriptText,
  inputs: readonly KeptInput[],
): Promise<ScriptOutcome[]> {
  const calls = inputs.map((input) => callOf(customerId, text, input));
  const runnable = calls.filter((call) => call !== null);
  const results = runnable.length > 0 ? await editorSandbox().runBatch(runnable) : [];
  let next = 0;
  return inputs.map((input, at) => {
    const call = calls[at];
    const result = call ? results[next++] : undefined;
    const base = { output: null, logs: [], durationMs: 0, records: null, input: call?.input ?? null };
    if (!result) return { ...base, error: NO_INPUT };
    const { output, logs, error, durationMs } = result;
    const outcome: ScriptOutcome = { ...base, output, logs, error, durationMs };
    if (error) return outcome;
    if (input.kind === 'data') return refusedOr(outcome);
    if (input.kind !== 'message') return outcome;
    return withRecords(outcome, text, messageOf(customerId, input), result);
  });
}

/** TS013: encoders return their errors, as decoders do; nothing is sent then. */
function refusedOr(outcome: ScriptOutcome): ScriptOutcome {
  const { errors } = outcome.output as Ts013Encoded;
  if (errors.length === 0) return outcome;
  return { ...outcome, error: { name: 'EncodeError', message: errors.join('; '), line: null, column: null } };
}

/** The call of a script for one input; null where its contract has no form for it. */
function callOf(tenant: string, text: ScriptText, input: KeptInput): SandboxCall | null {
  const { contract, source } = text;
  const sourceHash = scriptKey(source);
  if (input.kind === 'message')
    return contract === 'format' ? null : scriptCall({ ...text, sourceHash }, messageOf(tenant, input));
  const base = { tenant, source, scriptKey: sourceHash };
  if (input.kind === 'pack')
    return contract === 'format' ? { ...base, contract, fn: 'main', input: input.pack } : null;
  const data = { data: input.data, ...(input.fPort === null ? {} : { fPort: input.fPort }) };
  return contract === 'ts013' ? { ...base, contract, fn: 'encodeDownlink', input: data } : null;
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

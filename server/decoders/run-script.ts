import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Actor, authorize } from '#server/access/actor.ts';
import { normalise } from '#server/pipeline/decode/normalise.ts';
import { type DecodableMessage, scriptCall } from '#server/pipeline/decode/script-call.ts';
import { recordsOfScript } from '#server/pipeline/decode/script-records.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { consume } from '#server/platform/rate-limit.ts';
import type { SandboxCall } from '#server/sandbox/contract.ts';
import { findUplinkForScript } from '#server/uplinks/find-uplink.ts';
import { uplinkInput } from './built-in/example-frames.ts';
import { scriptKey } from './create-decoder.ts';
import { editorSandbox } from './editor-sandbox.ts';
import type { PayloadTest, ScriptOutcome, ScriptRun, UplinkTest } from './script-contract.ts';

/** Of one person or key; what a script may use of the machine is the sandbox's to bound. */
export const limiter = new RateLimiterMemory({ points: 30, duration: 60 });

/** Runs a script as the caller has it, on the caller's input. Nothing is stored; a script's own failure is an answer. */
export async function runScript(actor: Actor, run: ScriptRun): Promise<ScriptOutcome> {
  const scope = authorize(actor, 'decoders.run');
  await consume(limiter, actor.id, 'decoders.too-many-runs');
  const fn = run.function ?? (run.contract === 'things' ? 'main' : 'decodeUplink');
  if ((run.contract === 'things') !== (fn === 'main'))
    throw new DomainError('decoders.function-not-of-contract', 'invalid', {}, [
      { path: 'function', message: `contract ${run.contract} has no function ${fn}` },
    ]);
  const { output, logs, error, durationMs } = await editorSandbox().run({
    tenant: scope.customerId,
    source: run.script,
    scriptKey: scriptKey(run.script),
    contract: run.contract,
    fn,
    input: run.input ?? null,
  });
  return { output, logs, error, durationMs, records: null, input: run.input ?? null };
}

/** Runs a script on a message that was really received, up to the records that would be kept. */
export async function testScript(actor: Actor, test: UplinkTest): Promise<ScriptOutcome> {
  const scope = authorize(actor, 'decoders.run');
  authorize(actor, 'uplinks.read');
  await consume(limiter, actor.id, 'decoders.too-many-runs');
  const message = await tenantTransaction(scope, (tx) => findUplinkForScript(tx, scope, test.uplinkId));
  if (!message) throw notFound('uplinks');
  return tryOn(message, test);
}

/** The same on a payload that somebody typed, as if a device had sent it just now. */
export async function testPayload(actor: Actor, test: PayloadTest): Promise<ScriptOutcome> {
  const scope = authorize(actor, 'decoders.run');
  await consume(limiter, actor.id, 'decoders.too-many-runs');
  const { urn, event } = uplinkInput({ frmPayload: test.frmPayload, fPort: test.fPort });
  const receivedAt = systemClock.now();
  const sent = { ...event, occurredAt: receivedAt.toISOString() };
  return tryOn({ customerId: scope.customerId, urn, receivedAt, event: sent }, test);
}

async function tryOn(
  message: DecodableMessage,
  { contract, source, mapping }: Pick<UplinkTest, 'contract' | 'source' | 'mapping'>,
): Promise<ScriptOutcome> {
  const version = { contract, source, mapping, sourceHash: scriptKey(source) };
  const call = scriptCall(version, message);
  if (!call) throw new DomainError('decoders.no-input', 'conflict', { kind: message.event.kind });
  return outcomeOf(call, version, message);
}

async function outcomeOf(
  call: SandboxCall,
  version: Parameters<typeof recordsOfScript>[0],
  message: DecodableMessage,
): Promise<ScriptOutcome> {
  const { output, logs, error, durationMs } = await editorSandbox().run(call);
  const base = { output, logs, error, durationMs, records: null, input: call.input };
  if (error) return base;
  const made = recordsOfScript(version, message, output);
  if (!made.ok) return { ...base, error: made.fault };
  const all = { ...base, logs: [...logs, ...made.logs] };
  if (made.records === null) return all;
  const pack = normalise(made.records, message);
  if (!pack.ok) {
    const { path, message: text } = pack.error;
    const words = path ? `${path}: ${text}` : text;
    return { ...all, error: { name: 'BadRecords', message: words, line: null, column: null } };
  }
  return { ...all, records: pack.value?.measurements ?? null };
}

import { type Actor, authorize } from '#server/access/actor.ts';
import type { DecodableMessage } from '#server/pipeline/decode/script-call.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { ScriptOutcome } from '#server/scripts/contract.ts';
import { editorSandbox } from '#server/scripts/editor-sandbox.ts';
import { spendDryRun, spendRun } from '#server/scripts/limit.ts';
import { scriptKey } from '#server/scripts/save-draft.ts';
import { isWithoutInput, keepMessage, tryScript } from '#server/scripts/try-script.ts';
import { findUplinkForScript } from '#server/uplinks/find-uplink.ts';
import { uplinkInput } from './built-in/example-frames.ts';
import type { PayloadTest, ScriptRun, UplinkTest } from './script-contract.ts';

/** Runs a script as the caller has it, on the caller's input. Nothing is stored; a script's own failure is an answer. */
export async function runScript(actor: Actor, run: ScriptRun): Promise<ScriptOutcome> {
  const scope = authorize(actor, 'decoders.run');
  await spendDryRun(actor);
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
  await spendRun(actor);
  const message = await tenantTransaction(scope, (tx) => findUplinkForScript(tx, scope, test.uplinkId));
  if (!message) throw notFound('uplinks');
  return tryOn(message, test);
}

/** The same on a payload that somebody typed, as if a device had sent it just now. */
export async function testPayload(actor: Actor, test: PayloadTest): Promise<ScriptOutcome> {
  const scope = authorize(actor, 'decoders.run');
  await spendRun(actor);
  const { urn, event } = uplinkInput({ frmPayload: test.frmPayload, fPort: test.fPort });
  const receivedAt = systemClock.now();
  const sent = { ...event, occurredAt: receivedAt.toISOString() };
  return tryOn({ customerId: scope.customerId, urn, receivedAt, event: sent }, test);
}

async function tryOn(
  message: DecodableMessage,
  { contract, source, mapping }: Pick<UplinkTest, 'contract' | 'source' | 'mapping'>,
): Promise<ScriptOutcome> {
  const [outcome] = await tryScript(message.customerId, { contract, source, mapping }, [
    keepMessage(message),
  ]);
  if (!outcome) throw new Error('a script was tried without an outcome');
  if (isWithoutInput(outcome))
    throw new DomainError('decoders.no-input', 'conflict', { kind: message.event.kind });
  return outcome;
}

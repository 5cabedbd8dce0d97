import { formOfBuiltIn, runBuiltIn } from '#server/decoders/built-in/run-built-in.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { PackForm } from '#server/protocols/senml/serialize-senml.ts';
import { SANDBOX_ERRORS, type SandboxCall, type SandboxResult } from '#server/sandbox/contract.ts';
import { decodingFailures } from '../metrics.ts';
import { normalise } from './normalise.ts';
import { type DecodableMessage, scriptCall } from './script-call.ts';
import { recordsOfScript } from './script-records.ts';
import type { DecoderRun } from './topology.ts';
import type { DecodeFault, DecodeOutcome } from './uplink.ts';

/** Runs scripts somewhere safe; results in the order of the calls, never a rejection for a script's own fault. */
export interface ScriptRunner {
  runBatch(calls: readonly SandboxCall[]): Promise<SandboxResult[]>;
}

export interface DecodeTask {
  run: DecoderRun;
  message: DecodableMessage;
}

type ScriptTask = DecodeTask & { run: { kind: 'script' } };

/** Scripts cannot be run at the moment; nothing is wrong with the messages, which are taken again. */
export class SandboxUnavailableError extends Error {
  override readonly name = 'SandboxUnavailableError';
}

/** Outcomes in the order of the tasks. Scripts of the whole batch cross to the sandbox together. */
export async function decodeBatch(
  tasks: readonly DecodeTask[],
  scripts: ScriptRunner,
): Promise<DecodeOutcome[]> {
  const outcomes = new Array<DecodeOutcome>(tasks.length);
  const calls: SandboxCall[] = [];
  const callers: { index: number; task: ScriptTask }[] = [];
  for (const [index, task] of tasks.entries()) {
    if (task.run.kind === 'built-in') {
      outcomes[index] = builtIn(task.run, task.message);
      continue;
    }
    const call = scriptCall(task.run.script, task.message);
    if (call) callers.push({ index, task: task as ScriptTask });
    if (call) calls.push(call);
    else outcomes[index] = outcome(task.run, {});
  }
  const results = calls.length ? await scripts.runBatch(calls) : [];
  for (const [nth, { index, task }] of callers.entries()) {
    outcomes[index] = ofScript(task, results[nth] as SandboxResult);
  }
  return outcomes;
}

function builtIn(run: DecoderRun & { kind: 'built-in' }, message: DecodableMessage): DecodeOutcome {
  const { key, gateways } = run;
  const result = runBuiltIn(key, gateways ? { ...message, gateways } : message);
  if (!result.ok) return failed(run, { ...result.error, line: null, column: null });
  return shaped(run, message, result.records, {}, formOfBuiltIn(key));
}

function ofScript({ run, message }: ScriptTask, result: SandboxResult): DecodeOutcome {
  const { durationMs, error } = result;
  if (error?.name === SANDBOX_ERRORS.unavailable) throw new SandboxUnavailableError(error.message);
  if (error) return failed(run, error, { logs: result.logs, durationMs });
  const made = recordsOfScript(run.script, message, result.output);
  if (!made.ok) return failed(run, made.fault, { logs: result.logs, durationMs });
  return shaped(run, message, made.records, { logs: [...result.logs, ...made.logs], durationMs });
}

type Extra = Partial<Pick<DecodeOutcome, 'pack' | 'fault' | 'logs' | 'durationMs'>>;

function shaped(
  run: DecoderRun,
  message: DecodableMessage,
  records: SenmlRecord[] | null,
  extra: Extra = {},
  form?: PackForm,
): DecodeOutcome {
  if (records === null) return outcome(run, extra);
  const pack = normalise(records, message, form);
  if (pack.ok) return outcome(run, { ...extra, pack: pack.value });
  const { path, message: text } = pack.error;
  const fault = { name: 'BadRecords', message: path ? `${path}: ${text}` : text, line: null, column: null };
  return failed(run, fault, extra);
}

function failed(
  run: DecoderRun,
  { name, message, line, column }: DecodeFault,
  extra: Extra = {},
): DecodeOutcome {
  decodingFailures.inc({ kind: run.kind });
  return outcome(run, { ...extra, fault: { name, message, line, column } });
}

function outcome(run: DecoderRun, extra: Extra): DecodeOutcome {
  const { decoderId, versionId } = run;
  return { decoderId, versionId, pack: null, fault: null, logs: [], durationMs: 0, ...extra };
}

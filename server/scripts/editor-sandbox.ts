import { log } from '#server/platform/log.ts';
import { LIMITS } from '#server/sandbox/contract.ts';
import { MinuteBudget } from '#server/sandbox/minute-budget.ts';
import { createSandbox, type Sandbox } from '#server/sandbox/sandbox.ts';

/** Of one customer: two thirds of the one process that all of them share, and in turns at that. */
const PROCESSOR_MS_A_MINUTE = 40_000;

let sandbox: Sandbox | undefined;

/** The sandbox of try-outs, in the web process: apart from the pipeline's, so that no experiment slows real messages. */
export function editorSandbox(): Sandbox {
  sandbox ??= createSandbox({
    processes: 1,
    budget: new MinuteBudget(PROCESSOR_MS_A_MINUTE),
    // A try-out is nobody's data: it may be tried again when the kills that stopped it are forgotten.
    onSuspend: (scriptKey, tenant) =>
      setTimeout(() => sandbox?.reset(tenant, scriptKey), LIMITS.killWindowMs).unref(),
    onMissingBarrier: (missing) => log.warn({ missing }, 'a barrier of the editor sandbox is missing'),
    onNotice: (text) => log.warn({ notice: text }, 'editor sandbox'),
  });
  return sandbox;
}

export async function closeEditorSandbox(): Promise<void> {
  await sandbox?.stop();
  sandbox = undefined;
}

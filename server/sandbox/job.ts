import { ENTRY_POINTS, LIMITS, SANDBOX_ERRORS, type SandboxCall, type SandboxResult } from './contract.ts';

/** A call on its way. It may stand in two places at once: where it was sent, and where it was lent to. */
export interface Job {
  readonly id: number;
  readonly call: SandboxCall;
  readonly tenant: string;
  readonly entry: number;
  readonly input: string;
  /** In how many queues or children it is. */
  places: number;
  done: boolean;
  finish(result: SandboxResult): void;
}

export function refusal(name: string, message: string, more: Partial<SandboxResult> = {}): SandboxResult {
  return {
    output: null,
    logs: [],
    error: { name, message, line: null, column: null },
    durationMs: 0,
    ...more,
  };
}

let lastId = 0;

/** The call as a job, or why it cannot be one. */
export function toJob(call: SandboxCall, settle: (result: SandboxResult) => void): Job | SandboxResult {
  const entry = (ENTRY_POINTS as readonly string[]).indexOf(`${call.contract}/${call.fn}`);
  if (entry < 0) {
    return refusal(SANDBOX_ERRORS.badCall, `contract ${call.contract} has no function ${call.fn}`);
  }
  if (Buffer.byteLength(call.source) > LIMITS.sourceBytes) {
    return refusal(SANDBOX_ERRORS.sourceTooLarge, `the script is larger than ${LIMITS.sourceBytes} bytes`);
  }
  const input = JSON.stringify(call.input);
  if (typeof input !== 'string') return refusal(SANDBOX_ERRORS.badCall, 'the input is not JSON');
  if (input.length > LIMITS.inputBytes || Buffer.byteLength(input) > LIMITS.inputBytes) {
    return refusal(SANDBOX_ERRORS.inputTooLarge, `the input is larger than ${LIMITS.inputBytes} bytes`);
  }
  lastId += 1;
  const job: Job = {
    id: lastId,
    call,
    tenant: call.tenant,
    entry,
    input,
    places: 0,
    done: false,
    finish(result) {
      if (job.done) return;
      job.done = true;
      settle(result);
    },
  };
  return job;
}

import { ENTRY_POINTS, SANDBOX_ERRORS, type SandboxError, type SandboxLog } from '../contract.ts';
import { PRELUDE } from './guest-texts.ts';
import { GuestError, type Machine, OutOfMemory, type Value } from './machine.ts';
import { type Script, unwrapped, withModuleHint } from './script.ts';
import { StopWatch } from './stop-watch.ts';

const BIND = 0;
const EXPLAIN = 1;
const LOGS = 2;
const FIRST_ENTRY = 3;
/** For what we ask of the guest after its own time was up. */
const AFTERMATH_MS = 50;

/** What the prelude offers on a machine, and the time that each call of it is given. */
export class Guest {
  readonly watch = new StopWatch();
  /** Not even a question can be asked of it any more. */
  isBroken = false;

  private readonly machine: Machine;
  private functions: Value[] = [];

  constructor(machine: Machine) {
    this.machine = machine;
    machine.shouldStop = () => this.watch.isOver();
  }

  /** On a new runtime. */
  begin(): void {
    const list = this.machine.evaluate(PRELUDE, 'prelude.js');
    this.functions = Array.from({ length: FIRST_ENTRY + ENTRY_POINTS.length }, (_, i) =>
      this.machine.element(list, i),
    );
  }

  /** Which of what the script offers its entry points are; whether there is a main one. */
  bind(offered: Value, completion: Value): Value {
    return this.machine.call(this.functionAt(BIND), [offered, completion]);
  }

  callEntry(entry: number, input: string): string {
    const run = this.functionAt(FIRST_ENTRY + entry);
    return this.machine.readText(this.machine.call(run, [this.machine.newText(input)]));
  }

  /** What was logged since it was last asked for. */
  logs(): SandboxLog[] {
    return (!this.isBroken && this.ask<SandboxLog[]>(LOGS, [])) || [];
  }

  /** @param late what to say when its time was up */
  explain(error: unknown, script: Script, late: string): SandboxError {
    const { stopped } = this.watch;
    if (!(error instanceof GuestError)) {
      this.isBroken = true;
      return stopped ? nowhere(SANDBOX_ERRORS.timeout, late) : endOfEngine(error);
    }
    const told = this.ask<SandboxError>(EXPLAIN, [error.thrown]);
    if (stopped)
      return {
        ...nowhere('', ''),
        ...(told && unwrapped(told, script)),
        name: SANDBOX_ERRORS.timeout,
        message: late,
      };
    // What cannot even be explained is memory that ran out: nothing could be made to explain it with.
    if (!told) return nowhere('InternalError', 'out of memory');
    return unwrapped(withModuleHint(told, script.source), script);
  }

  private functionAt(index: number): Value {
    const value = this.functions[index];
    if (value === undefined) throw new Error(`the prelude has no function ${index}`);
    return value;
  }

  private ask<Answer>(index: number, args: Value[]): Answer | null {
    const { stopped } = this.watch;
    this.watch.start(AFTERMATH_MS);
    try {
      return JSON.parse(this.machine.readText(this.machine.call(this.functionAt(index), args))) as Answer;
    } catch (error) {
      if (!(error instanceof GuestError)) this.isBroken = true;
      return null;
    } finally {
      this.watch.stopped = stopped;
    }
  }
}

function endOfEngine(error: unknown): SandboxError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OutOfMemory) return nowhere('InternalError', message);
  if (error instanceof RangeError) return nowhere('RangeError', 'the script uses too much stack');
  return nowhere('InternalError', `the script brought the engine to a stop: ${message}`);
}

function nowhere(name: string, message: string): SandboxError {
  return { name, message, line: null, column: null };
}

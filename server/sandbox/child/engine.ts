import {
  ENTRY_POINTS,
  LIMITS,
  SANDBOX_ERRORS,
  type SandboxContract,
  type SandboxError,
  type SandboxLog,
} from '../contract.ts';
import { BUFFER, PRELUDE, RESOLVER, SHIMS } from './guest-texts.ts';
import { type Image, Imager } from './image.ts';
import { GuestError, Machine, OutOfMemory, type Value } from './machine.ts';
import { StopWatch } from './stop-watch.ts';

export interface RunAnswer {
  output: unknown;
  logs: SandboxLog[];
  error: SandboxError | null;
  durationMs: number;
}

/** A script as it is kept: its image, or why it cannot be loaded. */
export interface Script {
  image: Image | null;
  failure: SandboxError | null;
  /** It only parses inside parentheses, which moves its first line by one column. */
  wrapped: boolean;
  source: string;
  contract: SandboxContract;
}

type Mode = 'image' | 'fresh';

const SCRIPT_FILE = 'decoder.js';
const BIND = 0;
const EXPLAIN = 1;
const LOGS = 2;
const FIRST_ENTRY = 3;
/** For what we ask of the guest after its own time was up. */
const AFTERMATH_MS = 50;

/** Loads and runs scripts on one machine; nothing of one run is left in the next. */
export class Engine {
  readonly machine: Machine;
  readonly mode: Mode;
  /** The machine is broken (or used up, without images): `repair` before the next use. */
  needsRepair = true;
  /** Not even a question can be asked of the guest any more. */
  private isBroken = false;

  private readonly watch = new StopWatch();
  private readonly imager: Imager | null;
  private base: Image | null = null;
  private baseWithBuffer: Image | null = null;
  private functions: Value[] = [];
  private current: Script | null = null;

  private constructor(machine: Machine, mode: Mode) {
    this.machine = machine;
    this.mode = mode;
    machine.shouldStop = () => this.watch.isOver();
    this.imager = mode === 'image' ? new Imager(machine) : null;
  }

  static async start(mode: Mode): Promise<Engine> {
    const engine = new Engine(await Machine.start(), mode);
    await engine.repair();
    return engine;
  }

  /** Images fit every instance of the same build, so a broken one costs milliseconds. */
  async repair(): Promise<void> {
    await this.machine.reboot();
    this.current = null;
    if (this.base && this.imager) this.imager.putBack(this.base);
    else this.boot();
    this.needsRepair = false;
    this.isBroken = false;
  }

  private boot(): void {
    const { machine } = this;
    this.watch.start(10_000);
    machine.newRuntime();
    const list = machine.evaluate(PRELUDE, 'prelude.js');
    this.functions = Array.from({ length: FIRST_ENTRY + ENTRY_POINTS.length }, (_, i) =>
      machine.element(list, i),
    );
    machine.evaluate(SHIMS, 'shims.js');
    if (!this.imager) return;
    this.base = this.imager.take();
    machine.evaluate(BUFFER, 'buffer.js');
    this.baseWithBuffer = this.imager.take();
    this.imager.putBack(this.base);
  }

  /** Reads a script once; its answer is kept by the caller and given to `run`. */
  load(source: string, contract: SandboxContract): Script {
    const script: Script = { image: null, failure: null, wrapped: false, source, contract };
    if (this.mode === 'image') this.evaluateScript(script);
    if (this.imager && !script.failure && !this.needsRepair)
      script.image = this.imager.take(this.baseOf(script));
    return script;
  }

  run(script: Script, entry: number, input: string): RunAnswer {
    if (script.failure) return failed(script.failure, 0);
    if (script.image && this.imager) {
      this.imager.putBack(script.image);
      if (this.current !== script) this.imager.wipeRest(script.image);
      this.current = script;
    } else {
      const fresh = { ...script };
      this.evaluateScript(fresh);
      this.needsRepair = true;
      if (fresh.failure) return failed(fresh.failure, 0);
      script.wrapped = fresh.wrapped;
    }
    return this.callEntry(script, entry, input);
  }

  private callEntry(script: Script, entry: number, input: string): RunAnswer {
    const { machine } = this;
    const started = performance.now();
    this.watch.start(LIMITS.callMs);
    machine.shortages = 0;
    try {
      const run = this.functionAt(FIRST_ENTRY + entry);
      const text = machine.readText(machine.call(run, [machine.newText(input)]));
      if (this.watch.stopped) throw new Error('stopped, yet it answered');
      const answer = JSON.parse(text) as Omit<RunAnswer, 'durationMs'>;
      if (answer.error) answer.error = unwrapped(answer.error, script);
      return { ...answer, durationMs: performance.now() - started };
    } catch (error) {
      const durationMs = performance.now() - started;
      const told = this.explain(error, script, `stopped after ${LIMITS.callMs} ms`);
      return { output: null, logs: this.drainLogs(), error: told, durationMs };
    }
  }

  private evaluateScript(script: Script): void {
    const plain = this.attempt(script, false);
    if (plain === 'usable') return;
    const first = script.failure;
    if (script.contract !== 'things' || (first && first.name !== 'SyntaxError')) return;
    // `function (s) { … }` is an expression only inside parentheses.
    if (this.mode === 'fresh') {
      this.retryFresh(script, first);
      return;
    }
    if (this.attempt(script, true) === 'usable') return;
    if (first) script.failure = first;
    else this.attempt(script, false);
    script.wrapped = false;
  }

  /** Without images the realm that saw the first attempt is all there is; a syntax error left nothing in it. */
  private retryFresh(script: Script, first: SandboxError | null): void {
    if (this.attempt(script, true) !== 'usable') {
      script.failure = first;
      script.wrapped = false;
    }
  }

  private attempt(script: Script, wrapped: boolean): 'usable' | 'not usable' {
    const { machine } = this;
    script.failure = null;
    script.wrapped = wrapped;
    this.putBackBase(script);
    this.watch.start(LIMITS.loadMs);
    machine.shortages = 0;
    try {
      const text = wrapped ? `(${script.source.replace(/[;\s]+$/, '')}\n)` : script.source;
      const completion = machine.evaluate(text, SCRIPT_FILE);
      const offered = machine.evaluate(RESOLVER, 'resolver.js');
      const isMain = machine.call(this.functionAt(BIND), [offered, completion]);
      if (this.watch.stopped) throw new Error('stopped, yet it loaded');
      return script.contract !== 'things' || machine.isTrue(isMain) ? 'usable' : 'not usable';
    } catch (error) {
      script.failure = this.explain(error, script, `loading the script stopped after ${LIMITS.loadMs} ms`);
      return 'not usable';
    }
  }

  private putBackBase(script: Script): void {
    if (!this.imager) {
      if (mentionsBuffer(script)) this.machine.evaluate(BUFFER, 'buffer.js');
      return;
    }
    const base = this.baseOf(script);
    this.imager.putBack(base);
    this.imager.wipeRest(base);
    this.current = null;
  }

  private baseOf(script: Script): Image {
    const base = mentionsBuffer(script) ? this.baseWithBuffer : this.base;
    if (!base) throw new Error('the engine has not booted');
    return base;
  }

  private explain(error: unknown, script: Script, late: string): SandboxError {
    const stopped = this.watch.stopped;
    const nowhere = { line: null, column: null };
    if (!(error instanceof GuestError)) {
      this.giveUp();
      const message = error instanceof Error ? error.message : String(error);
      if (stopped) return { name: SANDBOX_ERRORS.timeout, message: late, ...nowhere };
      if (error instanceof OutOfMemory) return { name: 'InternalError', message, ...nowhere };
      if (error instanceof RangeError)
        return { name: 'RangeError', message: 'the script uses too much stack', ...nowhere };
      return {
        name: 'InternalError',
        message: `the script brought the engine to a stop: ${message}`,
        ...nowhere,
      };
    }
    const told = this.askGuest<SandboxError>(EXPLAIN, [error.thrown]);
    if (stopped) {
      return {
        ...nowhere,
        ...(told && unwrapped(told, script)),
        name: SANDBOX_ERRORS.timeout,
        message: late,
      };
    }
    // What cannot even be explained is memory that ran out: nothing could be made to explain it with.
    if (!told) return { name: 'InternalError', message: 'out of memory', ...nowhere };
    return unwrapped(withModuleHint(told, script.source), script);
  }

  private giveUp(): void {
    this.isBroken = true;
    this.needsRepair = true;
  }

  private drainLogs(): SandboxLog[] {
    return (!this.isBroken && this.askGuest<SandboxLog[]>(LOGS, [])) || [];
  }

  private functionAt(index: number): Value {
    const value = this.functions[index];
    if (value === undefined) throw new Error(`the prelude has no function ${index}`);
    return value;
  }

  private askGuest<Answer>(index: number, args: Value[]): Answer | null {
    const stopped = this.watch.stopped;
    this.watch.start(AFTERMATH_MS);
    try {
      return JSON.parse(this.machine.readText(this.machine.call(this.functionAt(index), args))) as Answer;
    } catch (error) {
      if (!(error instanceof GuestError)) this.giveUp();
      return null;
    } finally {
      this.watch.stopped = stopped;
    }
  }
}

const mentionsBuffer = ({ source }: Script) => source.includes('Buffer');

function failed(error: SandboxError, durationMs: number): RunAnswer {
  return { output: null, logs: [], error, durationMs };
}

function unwrapped(error: SandboxError, script: Script): SandboxError {
  const shift = script.wrapped && error.line === 1 && error.column !== null ? 1 : 0;
  return { ...error, column: error.column === null ? null : error.column - shift };
}

function withModuleHint(error: SandboxError, source: string): SandboxError {
  if (error.name !== 'SyntaxError' || !/^\s*(import|export)\b/m.test(source)) return error;
  return { ...error, message: `${error.message} (a script is not a module: it cannot import or export)` };
}

import { LIMITS, type SandboxContract, type SandboxError } from '../contract.ts';
import { Guest } from './guest.ts';
import { BUFFER, RESOLVER, SHIMS } from './guest-texts.ts';
import { type Image, Imager } from './image.ts';
import { Machine } from './machine.ts';
import {
  failed,
  isOneFunction,
  mentionsBuffer,
  type RunAnswer,
  type Script,
  textOf,
  unwrapped,
} from './script.ts';

type Mode = 'image' | 'fresh';

const SCRIPT_FILE = 'decoder.js';
const BOOT_MS = 10_000;

/** Loads and runs scripts on one machine; nothing of one run is left in the next. */
export class Engine {
  readonly machine: Machine;
  readonly mode: Mode;

  private readonly guest: Guest;
  private readonly imager: Imager | null;
  private base: Image | null = null;
  private baseWithBuffer: Image | null = null;
  private current: Script | null = null;
  /** Without images a machine serves once. */
  private isUsedUp = true;

  private constructor(machine: Machine, mode: Mode) {
    this.machine = machine;
    this.mode = mode;
    this.guest = new Guest(machine);
    this.imager = mode === 'image' ? new Imager(machine) : null;
  }

  static async start(mode: Mode): Promise<Engine> {
    const engine = new Engine(await Machine.start(), mode);
    await engine.repair();
    return engine;
  }

  /** The machine is broken, or used up: `repair` before the next use. */
  get needsRepair(): boolean {
    return this.isUsedUp || this.guest.isBroken;
  }

  /** Images fit every instance of the same build, so a broken one costs milliseconds. */
  async repair(): Promise<void> {
    await this.machine.reboot();
    this.current = null;
    if (this.base && this.imager) this.imager.putBack(this.base);
    else this.boot();
    this.isUsedUp = false;
    this.guest.isBroken = false;
  }

  private boot(): void {
    const { machine } = this;
    this.guest.watch.start(BOOT_MS);
    machine.newRuntime();
    this.guest.begin();
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
      this.isUsedUp = true;
      if (fresh.failure) return failed(fresh.failure, 0);
      script.wrapped = fresh.wrapped;
    }
    return this.callEntry(script, entry, input);
  }

  private callEntry(script: Script, entry: number, input: string): RunAnswer {
    const { guest } = this;
    const started = performance.now();
    guest.watch.start(LIMITS.callMs);
    this.machine.shortages = 0;
    try {
      const text = guest.callEntry(entry, input);
      if (guest.watch.stopped) throw new Error('stopped, yet it answered');
      const answer = JSON.parse(text) as Omit<RunAnswer, 'durationMs'>;
      if (answer.error) answer.error = unwrapped(answer.error, script);
      return { ...answer, durationMs: performance.now() - started };
    } catch (error) {
      const durationMs = performance.now() - started;
      const told = guest.explain(error, script, `stopped after ${LIMITS.callMs} ms`);
      return { output: null, logs: guest.logs(), error: told, durationMs };
    }
  }

  private evaluateScript(script: Script): void {
    const plain = this.attempt(script, false);
    if (plain === 'usable') return;
    const first = script.failure;
    if (!isOneFunction(script) || (first && first.name !== 'SyntaxError')) return;
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
    const { guest, machine } = this;
    script.failure = null;
    script.wrapped = wrapped;
    this.putBackBase(script);
    guest.watch.start(LIMITS.loadMs);
    machine.shortages = 0;
    try {
      const completion = machine.evaluate(textOf(script), SCRIPT_FILE);
      const offered = machine.evaluate(RESOLVER, 'resolver.js');
      const isMain = guest.bind(offered, completion);
      if (guest.watch.stopped) throw new Error('stopped, yet it loaded');
      return !isOneFunction(script) || machine.isTrue(isMain) ? 'usable' : 'not usable';
    } catch (error) {
      script.failure = guest.explain(error, script, `loading the script stopped after ${LIMITS.loadMs} ms`);
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
}

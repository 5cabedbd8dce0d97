import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type QuickJSSyncVariant, RELEASE_SYNC } from 'quickjs-emscripten';
import { LIMITS } from '../contract.ts';
import { firstGlobalStart } from './wasm-globals.ts';

type Ffi = InstanceType<Awaited<ReturnType<QuickJSSyncVariant['importFFI']>>>;
type LoadedModule = Awaited<ReturnType<QuickJSSyncVariant['importModuleLoader']>>;
type ModuleLoader = Extract<LoadedModule, (...args: never[]) => unknown>;
type EngineModule = Awaited<ReturnType<ModuleLoader>>;
type Runtime = ReturnType<Ffi['QTS_NewRuntime']>;
type Context = ReturnType<Ffi['QTS_NewContext']>;
/** Address of a JSValue inside the machine's memory; good as long as the image it was made in. */
export type Value = ReturnType<Ffi['QTS_GetProp']>;
type Argument = Parameters<Ffi['QTS_Eval']>[1];
type ArgumentList = Parameters<Ffi['QTS_Call']>[4];

/** The guest threw; `thrown` is its value. Anything else that leaves a machine means: the machine is broken. */
export class GuestError extends Error {
  readonly thrown: Value;
  constructor(thrown: Value) {
    super('the guest threw');
    this.thrown = thrown;
  }
}

export class OutOfMemory extends Error {
  override readonly message = 'out of memory';
}

/** How often one run may be refused memory. A script that goes on after its first refusals is after something else. */
const SHORTAGES = 20;

// The .wasm lies in a package that only quickjs-emscripten names; asking from there works in any layout.
const binary = readFileSync(
  createRequire(import.meta.resolve('quickjs-emscripten')).resolve(
    '@jitl/quickjs-wasmfile-release-sync/wasm',
  ),
);
const compiled = new WebAssembly.Module(binary);

/**
 * One QuickJS in 16 MB of WebAssembly memory that cannot grow. Deliberately below the library's own classes: their
 * handles would not survive that the memory under them is put back.
 */
export class Machine {
  readonly memory = new WebAssembly.Memory({ initial: LIMITS.memoryPages, maximum: LIMITS.memoryPages });
  readonly heap = new Uint8Array(this.memory.buffer);
  readonly words = new Uint32Array(this.memory.buffer);
  /** Where the heap begins and the stack, growing down, starts. */
  readonly stackTop = firstGlobalStart(binary);
  /** Asked by the engine every few thousand steps: true ends the run. */
  shouldStop: () => boolean = () => false;
  /** Refusals of memory in this run; whoever begins a run sets it back. */
  shortages = 0;

  private readonly bytes = Buffer.from(this.memory.buffer);
  private loader!: ModuleLoader;
  private makeFfi!: new (
    module: never,
  ) => Ffi;
  private module!: EngineModule;
  private ffi!: Ffi;
  private runtime!: Runtime;
  private context!: Context;

  static async start(): Promise<Machine> {
    const machine = new Machine();
    machine.loader = (await RELEASE_SYNC.importModuleLoader()) as ModuleLoader;
    machine.makeFfi = (await RELEASE_SYNC.importFFI()) as unknown as new (module: never) => Ffi;
    await machine.reboot();
    return machine;
  }

  /** A new instance over the same memory. What the memory held is void until `newRuntime` or an image is put back. */
  async reboot(): Promise<void> {
    this.heap.fill(0);
    this.module = await this.loader({
      wasmMemory: this.memory,
      instantiateWasm: (imports, done) => {
        const instance = new WebAssembly.Instance(compiled, this.bounded(imports));
        done(instance);
        return instance.exports;
      },
    });
    const refuse = () => {
      throw new Error('the guest reached for the host');
    };
    this.module.callbacks = {
      shouldInterrupt: () => (this.shouldStop() ? 1 : 0),
      callFunction: refuse,
      loadModuleSource: refuse,
      normalizeModule: refuse,
      freeHostRef: () => undefined,
    } as unknown as EngineModule['callbacks'];
    this.ffi = new this.makeFfi(this.module as never);
  }

  /**
   * A guest may catch what it gets for want of memory and ask on: 10,000 slow refusals between two looks of the engine
   * at its clock took 230 ms. The allocator's way out to the host, to grow the memory, ends such a run.
   */
  private bounded(imports: WebAssembly.Imports): WebAssembly.Imports {
    let wanted = false;
    this.memory.grow = () => {
      wanted = true;
      throw new RangeError('the memory of a guest does not grow');
    };
    const watched = (call: (...args: unknown[]) => unknown) => {
      return (...args: unknown[]) => {
        wanted = false;
        const answer = call(...args);
        if (wanted && ++this.shortages > SHORTAGES) throw new OutOfMemory();
        return answer;
      };
    };
    const bound = (value: WebAssembly.ImportValue) =>
      typeof value === 'function' ? watched(value as (...args: unknown[]) => unknown) : value;
    return Object.fromEntries(
      Object.entries(imports).map(([name, module]) => [
        name,
        Object.fromEntries(Object.entries(module).map(([key, value]) => [key, bound(value)])),
      ]),
    );
  }

  newRuntime(): void {
    this.runtime = this.ffi.QTS_NewRuntime();
    this.ffi.QTS_RuntimeSetMaxStackSize(this.runtime, LIMITS.stackBytes);
    this.ffi.QTS_RuntimeEnableInterruptHandler(this.runtime);
    const DEFAULT_INTRINSICS = 0;
    this.context = this.ffi.QTS_NewContext(this.runtime, DEFAULT_INTRINSICS as never);
  }

  evaluate(source: string, fileName: string): Value {
    const length = Buffer.byteLength(source);
    const text = this.place(source, length) as Argument;
    const GLOBAL_SCRIPT = 0 as never;
    const value = this.ffi.QTS_Eval(this.context, text, length, fileName, GLOBAL_SCRIPT, GLOBAL_SCRIPT);
    // Else every image would carry its source twice.
    this.module._free(text);
    return this.checked(value);
  }

  call(fn: Value, args: readonly Value[]): Value {
    const list = this.allocate(Math.max(4, args.length * 4));
    for (let i = 0; i < args.length; i++) this.words[(list >> 2) + i] = args[i] ?? 0;
    const self = this.ffi.QTS_GetUndefined();
    return this.checked(this.ffi.QTS_Call(this.context, fn, self, args.length, list as ArgumentList));
  }

  element(list: Value, index: number): Value {
    return this.checked(this.ffi.QTS_GetPropNumber(this.context, list, index));
  }

  /** Without U+0000, which ends a text on this way in; JSON carries it escaped. */
  newText(text: string): Value {
    return this.checked(
      this.ffi.QTS_NewString(this.context, this.place(text, Buffer.byteLength(text)) as Argument),
    );
  }

  isTrue(value: Value): boolean {
    return this.ffi.QTS_GetFloat64(this.context, value) === 1;
  }

  readText(value: Value): string {
    const start = this.ffi.QTS_GetString(this.context, value);
    if (start === 0) throw new OutOfMemory();
    return this.bytes.toString('utf8', start, this.heap.indexOf(0, start));
  }

  allocate(size: number): number {
    const address = this.module._malloc(size);
    if (address === 0) throw new OutOfMemory();
    return address;
  }

  private place(text: string, length: number): number {
    const address = this.allocate(length + 1);
    this.bytes.write(text, address, length, 'utf8');
    this.heap[address + length] = 0;
    return address;
  }

  private checked(value: Value): Value {
    const thrown = this.ffi.QTS_ResolveException(this.context, value);
    if (thrown !== 0) throw new GuestError(thrown);
    return value;
  }
}

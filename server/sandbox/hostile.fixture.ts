import type { SandboxCall } from './contract.ts';

/**
 * Scripts that mean harm, by what they try (design/reliability.md §4.3, design/sandbox.md §5). `ends`: how a run must
 * end; a name of an error, `output` where the attempt comes to nothing, or several where engine and clock decide.
 */
export interface Attack extends Partial<Pick<SandboxCall, 'contract' | 'fn' | 'input'>> {
  what: string;
  /** The body of `decodeUplink(input)`, unless `source` is given. */
  body?: string;
  source?: string;
  ends: readonly string[];
  /** Only the end of its process stops it. */
  kills?: true;
}

const NO_MEMORY = ['InternalError', 'RangeError', 'Timeout'];
const NO_STACK = ['InternalError', 'RangeError', 'SyntaxError'];

export const ATTACKS: readonly Attack[] = [
  // Loops and time
  { what: 'an endless loop', body: 'for (;;) {}', ends: ['Timeout'] },
  { what: 'an endless loop while loading', source: 'while (true) {}', ends: ['Timeout'] },
  {
    what: 'a loop that catches everything',
    body: 'for (;;) { try { for (;;) {} } catch (e) {} finally { continue } }',
    ends: ['Timeout'],
  },
  {
    what: 'an endless generator',
    body: 'function* g() { for (;;) yield 1 } for (const x of g()) {}',
    ends: ['Timeout'],
  },
  {
    what: 'a catastrophic regular expression',
    body: 'return { data: { m: /^(a+)+$/.test("a".repeat(40) + "b") } }',
    ends: ['Timeout', 'InternalError'],
  },
  {
    what: 'a catastrophic split',
    body: '("x".repeat(50) + "!").split(/(x+x+)+y/); return { data: {} }',
    ends: ['Timeout', 'InternalError'],
  },
  {
    what: 'sorting with a liar',
    body: 'Array.from({ length: 1e4 }, (_, i) => i).sort(() => { for (let i = 0; i < 1e4; i++); return 1 })',
    ends: ['Timeout'],
  },
  {
    what: 'waiting by the clock',
    body: 'const t = Date.now(); while (Date.now() - t < 60000);',
    ends: ['Timeout'],
  },
  // Native code that no interrupt reaches
  {
    what: 'indexOf without end',
    body: 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)',
    ends: ['Killed'],
    kills: true,
  },
  {
    what: 'includes without end',
    body: 'Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)',
    ends: ['Killed'],
    kills: true,
  },
  {
    what: 'lastIndexOf without end, while loading',
    source: 'Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)',
    ends: ['Killed'],
    kills: true,
  },
  {
    what: 'reverse without end',
    body: 'Array.prototype.reverse.call({ length: 2 ** 53 - 1 })',
    ends: ['Killed'],
    kills: true,
  },
  {
    what: 'every on a hole',
    body: 'Array.prototype.every.call({ length: 2 ** 53 - 1 }, () => true)',
    ends: ['Killed'],
    kills: true,
  },
  // Memory
  {
    what: 'growing an array',
    body: 'const a = []; for (;;) a.push(new Array(1000).fill(1))',
    ends: NO_MEMORY,
  },
  { what: 'doubling text', body: 'let s = "a"; for (;;) s += s', ends: NO_MEMORY },
  { what: 'repeating text', body: 'return { data: { s: "a".repeat(2 ** 28).length } }', ends: NO_MEMORY },
  { what: 'one large buffer', body: 'new ArrayBuffer(2 ** 31)', ends: NO_MEMORY },
  {
    what: 'many typed arrays',
    body: 'const a = []; for (;;) a.push(new Float64Array(1e5))',
    ends: NO_MEMORY,
  },
  {
    what: 'a growing Map',
    body: 'const m = new Map(); for (let i = 0; ; i++) m.set(i, "v" + i)',
    ends: NO_MEMORY,
  },
  {
    what: 'a shared buffer',
    body: 'return { data: { n: new SharedArrayBuffer(2 ** 30).byteLength } }',
    ends: NO_MEMORY,
  },
  { what: 'padStart', body: 'return { data: { n: "".padStart(2 ** 30, "ab").length } }', ends: NO_MEMORY },
  {
    what: 'memory while loading',
    source: 'var hoard = []; for (;;) hoard.push("x".repeat(1e5) + hoard.length)',
    ends: NO_MEMORY,
  },
  {
    what: 'out of memory, caught, and on',
    body: 'const a = []; for (;;) { try { for (;;) a.push(new Array(1e4).fill(7)) } catch (e) {} }',
    ends: ['InternalError'],
  },
  // Stack
  { what: 'endless recursion', body: 'return decodeUplink(input)', ends: NO_STACK },
  {
    what: 'recursion through a getter',
    body: 'const o = { get x() { return this.x } }; return o.x',
    ends: NO_STACK,
  },
  {
    what: 'recursion through a Proxy',
    body: 'const p = new Proxy({}, { get: (t, k, r) => r[k] }); return p.x',
    ends: NO_STACK,
  },
  {
    what: 'recursion through toString',
    body: 'const o = { toString() { return "" + this } }; return "" + o',
    ends: NO_STACK,
  },
  {
    what: 'deep JSON read',
    body: 'return { data: JSON.parse("[".repeat(1e5) + "]".repeat(1e5)) }',
    ends: NO_STACK,
  },
  {
    what: 'deep JSON written',
    body: 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return { data: a }',
    ends: [...NO_STACK, 'BadResult'],
  },
  {
    what: 'a result 1,000 levels deep',
    body: 'let a = {}; for (let i = 0; i < 1000; i++) a = { a }; return { data: a }',
    ends: ['BadResult', ...NO_STACK],
  },
  {
    what: 'deep source in eval',
    body: 'return { data: { x: eval("(".repeat(1e5) + "1" + ")".repeat(1e5)) } }',
    ends: NO_STACK,
  },
  {
    what: 'a deep regular expression',
    body: 'return { data: { x: new RegExp("(".repeat(5e4) + ")".repeat(5e4)).test("") } }',
    ends: [...NO_STACK, 'output'],
  },
  {
    what: 'flattening without end',
    body: 'const a = []; a.push(a); a.flat(Infinity); return { data: {} }',
    ends: [...NO_STACK, 'Timeout', 'Killed'],
  },
  // Promises, generators, asynchrony
  { what: 'a promise', body: 'return new Promise(() => {})', ends: ['BadResult'] },
  {
    what: 'an async codec',
    source: 'async function decodeUplink() { return { data: {} } }',
    ends: ['BadResult'],
  },
  {
    what: 'endless promise jobs',
    body: 'const again = () => Promise.resolve().then(again); again(); return { data: { ok: 1 } }',
    ends: ['output'],
  },
  { what: 'a thenable with teeth', body: 'return { get then() { for (;;) {} } }', ends: ['Timeout'] },
  {
    what: 'a generator as codec',
    source: 'function* decodeUplink() { yield { data: {} } }',
    ends: ['BadResult'],
  },
  // Ways out
  {
    what: 'constructor.constructor',
    body: 'return { data: { p: decodeUplink.constructor.constructor("return typeof process + typeof require + typeof globalThis.Deno")() } }',
    ends: ['output'],
  },
  {
    what: 'constructors of what it was given',
    body: 'return { data: { p: input.bytes.constructor.constructor("return this.process")().env } }',
    ends: ['TypeError'],
  },
  {
    what: 'import()',
    body: 'const p = import("node:fs"); p.then((fs) => fs.writeFileSync("/tmp/escaped", "")); return { data: { p: typeof p.constructor.constructor("return process") } }',
    ends: ['output', 'SyntaxError', 'TypeError'],
  },
  {
    what: 'import() and its rejection',
    body: 'import("x").catch((e) => e.constructor.constructor("return process")()); return { data: { n: 1 } }',
    ends: ['output'],
  },
  {
    what: 'a static import',
    source: 'import fs from "node:fs"; function decodeUplink() {}',
    ends: ['SyntaxError'],
  },
  {
    what: 'caller and arguments',
    body: 'return { data: { c: String(decodeUplink.caller), a: String(arguments.callee.caller) } }',
    ends: ['output', 'TypeError'],
  },
  { what: 'WebAssembly', body: 'new WebAssembly.Memory({ initial: 65536 })', ends: ['ReferenceError'] },
  {
    what: 'timers and fetch',
    body: 'return { data: { t: [typeof setTimeout, typeof fetch, typeof process, typeof require, typeof Worker].join() } }',
    ends: ['output'],
  },
  {
    what: 'the stack of an error',
    body: 'return { data: { s: new Error("x").stack.includes("/") } }',
    ends: ['output'],
  },
  // Pollution, both ways
  {
    what: 'polluting prototypes',
    body: 'Object.prototype.polluted = 1; Array.prototype.push = () => { throw 1 }; String.prototype.slice = () => "x"; return { data: { ok: 1 } }',
    ends: ['output'],
  },
  {
    what: 'replacing JSON',
    body: 'JSON.stringify = () => "{\\"forged\\":1}"; JSON.parse = () => ({}); return { data: { ok: 1 } }',
    ends: ['output'],
  },
  {
    what: '__proto__ in the result',
    body: 'return { data: JSON.parse("{\\"__proto__\\": {\\"polluted\\": 1}, \\"constructor\\": {\\"prototype\\": {\\"polluted\\": 1}}}") }',
    ends: ['output'],
  },
  {
    what: 'a setter for every index',
    body: 'Object.defineProperty(Array.prototype, "0", { set() { throw new Error("set") }, get() { return 1 } }); return { data: { ok: 1 } }',
    ends: ['output', 'Error'],
  },
  {
    what: 'toJSON for everything',
    body: 'Object.prototype.toJSON = function () { throw new Error("json") }; return { data: { ok: 1 } }',
    ends: ['Error'],
  },
  {
    what: 'frozen intrinsics',
    body: 'for (const k of Object.getOwnPropertyNames(globalThis)) { const v = globalThis[k]; if (v) { Object.freeze(v); if (v.prototype) Object.freeze(v.prototype) } } return { data: { ok: 1 } }',
    ends: ['output'],
  },
  {
    what: 'a broken Reflect and Object',
    source:
      'Reflect.apply = Object.defineProperty = RegExp.prototype.exec = Function.prototype.call = () => { throw 1 }; globalThis.Object = null; function decodeUplink() { return { data: { ok: 1 } } }',
    ends: ['output'],
  },
  // Odd throws and odd results
  { what: 'throwing null', body: 'throw null', ends: ['InternalError'] },
  { what: 'throwing a symbol', body: 'throw Symbol("s")', ends: ['Error', 'TypeError'] },
  {
    what: 'throwing a Proxy',
    body: 'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })',
    ends: ['Error'],
  },
  {
    what: 'an error whose message loops',
    body: 'throw { get message() { for (;;) {} } }',
    ends: ['Timeout'],
  },
  {
    what: 'an error with a forged stack',
    body: 'const e = new Error("m"); e.stack = "at decoder.js:99999999999999999999:1"; throw e',
    ends: ['Error'],
  },
  {
    what: 'a getter that throws',
    body: 'return { data: { get x() { throw new RangeError("g") } } }',
    ends: ['RangeError'],
  },
  { what: 'a getter that loops', body: 'return { data: { get x() { for (;;) {} } } }', ends: ['Timeout'] },
  {
    what: 'a Proxy without end as result',
    body: 'let i = 0; return { data: new Proxy({}, { ownKeys() { return Array.from({ length: 1e5 }, (_, k) => "k" + k) }, getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }), get: () => 1 }) }',
    ends: ['Timeout', 'ResultTooLarge', 'InternalError', 'Killed'],
  },
  { what: 'a circular result', body: 'const a = {}; a.a = a; return { data: a }', ends: ['TypeError'] },
  {
    what: 'a million keys',
    body: 'const o = {}; for (let i = 0; i < 1e6; i++) o["k" + i] = i; return { data: o }',
    ends: ['Timeout', 'InternalError', 'ResultTooLarge'],
  },
  {
    what: 'symbols and functions',
    body: 'return { data: { s: Symbol("x"), f() {}, [Symbol("k")]: 1, u: undefined } }',
    ends: ['output'],
  },
  { what: 'toJSON that returns nothing', body: 'return { data: { toJSON() {} } }', ends: ['BadResult'] },
  // Size
  {
    what: 'a result of megabytes',
    body: 'return { data: { s: "x".repeat(3e6) } }',
    ends: ['ResultTooLarge'],
  },
  {
    what: 'a result that is large only as UTF-8',
    body: 'return { data: { s: "€".repeat(1e5) } }',
    ends: ['ResultTooLarge'],
  },
  { what: 'an error of megabytes', body: 'throw new Error("x".repeat(5e6))', ends: ['Error'] },
  {
    what: 'a name of megabytes',
    body: 'const e = new Error("m"); e.name = "n".repeat(5e6); throw e',
    ends: [`${'n'.repeat(99)}…`],
  },
  {
    what: 'a hundred thousand errors',
    body: 'return { errors: new Array(1e5).fill("e".repeat(100)) }',
    ends: ['output'],
  },
  {
    what: 'a million log lines',
    body: 'for (let i = 0; i < 1e6; i++) console.log("")',
    ends: ['Timeout', 'BadResult'],
  },
  {
    what: 'a log that is large only as JSON',
    body: 'for (let i = 0; i < 100; i++) console.log("\\u0001".repeat(1024)); return { data: { ok: 1 } }',
    ends: ['output'],
  },
  {
    what: 'a line feed and a forged answer in a text',
    body: 'return { data: { s: "\\n{\\"id\\":1,\\"output\\":\\"forged\\"}\\n" } }',
    ends: ['output'],
  },
];

export const sourceOf = ({ source, body }: Attack) => source ?? `function decodeUplink(input) { ${body} }`;

import type { Attack } from './hostile.fixture.ts';

const NO_MEMORY = ['InternalError', 'RangeError', 'Timeout'];
/** The engine's clock and its memory race here; which wins depends on the machine. */
const ANY_END = [...NO_MEMORY, 'Killed', 'SyntaxError', 'output'];

const ok = 'return { data: { ok: 1 } }';
const encoder = (body: string) => `function encodeDownlink(input) { ${body} }`;
const ENCODE = { fn: 'encodeDownlink', input: { data: { on: true }, fPort: 9 } } as const;
const FORMAT = { contract: 'format', fn: 'main', input: [{ n: 'a', v: 1 }] } as const;
const THINGS = { contract: 'things', fn: 'main', input: {} } as const;

export const MORE_ATTACKS: readonly Attack[] = [
  // Ways out
  {
    what: 'the constructor of async functions',
    body: 'const F = (async () => {}).constructor; return { data: { p: String(typeof F("return process")), q: typeof globalThis.process } }',
    ends: ['output'],
  },
  {
    what: 'the constructor of generators',
    body: 'const G = (function* () {}).constructor; return { data: { p: typeof G("yield this.process")().next().value } }',
    ends: ['output'],
  },
  {
    what: 'eval from outside',
    body: 'return { data: { p: (0, eval)("typeof process + typeof require + typeof module.constructor._load") } }',
    ends: ['output'],
  },
  {
    what: 'frames of a stack',
    body: 'Error.prepareStackTrace = (e, frames) => frames; const f = new Error("x").stack; return { data: { t: typeof f[0] === "object" ? String(f[0].getThis()) : "text" } }',
    ends: ['output', 'TypeError'],
  },
  {
    what: 'import.meta',
    source: 'var m = import.meta; function decodeUplink() { return { data: { m: 1 } } }',
    ends: ['SyntaxError'],
  },
  {
    what: 'import of data',
    body: 'import("data:text/javascript,export default 1").then((m) => { throw m }); return { data: { ok: 1 } }',
    ends: ['output', 'ReferenceError'],
  },
  { what: 'a module that waits', source: 'await 1; function decodeUplink() {}', ends: ['SyntaxError'] },
  {
    what: 'with, around what the platform calls',
    source:
      'with (console) { log = () => { for (;;); } } with (JSON) { parse = stringify = null } function decodeUplink() { return { data: { ok: 1 } } }',
    ends: ['output'],
  },
  {
    what: 'every name of the realm',
    body: 'return { data: { n: Object.getOwnPropertyNames(globalThis).filter((n) => /process|require|fetch|std|os|scriptArgs|print|Worker|Deno|Bun|bjson|host|QTS/i.test(n)).join() } }',
    ends: ['output'],
  },
  {
    what: 'weak references and finalizers',
    body: 'new FinalizationRegistry(() => { for (;;); }).register({}, 1); return { data: { w: typeof new WeakRef({}).deref() } }',
    ends: ['output', 'ReferenceError'],
  },
  // Blocking and natives
  {
    what: 'waiting on shared memory',
    body: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)',
    ends: ['TypeError', 'ReferenceError', 'InternalError'],
  },
  {
    what: 'slicing without end',
    body: 'Array.prototype.slice.call({ length: 2 ** 53 - 1 }, 0, 2 ** 53 - 1)',
    ends: ANY_END,
  },
  {
    what: 'joining holes',
    body: 'return { data: { n: new Array(2 ** 32 - 1).join("x").length } }',
    ends: ANY_END,
  },
  {
    what: 'copying within nothing',
    body: 'Array.prototype.copyWithin.call({ length: 2 ** 53 - 1 }, 0, 1)',
    ends: ['Killed'],
    kills: true,
  },
  { what: 'filling nothing', body: 'Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 0)', ends: ANY_END },
  {
    what: 'a power without end',
    body: 'return { data: { n: String(2n ** 4000000n).length } }',
    ends: [...ANY_END, 'TypeError'],
  },
  { what: 'factors without end', body: 'let n = 3n; for (;;) n *= n', ends: [...NO_MEMORY, 'Killed'] },
  {
    what: 'normalising text',
    body: 'return { data: { n: "\\u0344\\u0f43".repeat(3e5).normalize("NFKD").length } }',
    ends: [...ANY_END, 'Error'],
  },
  {
    what: 'decoding an address',
    body: 'return { data: { n: decodeURIComponent("%E2%82%AC".repeat(2e5)).length } }',
    ends: ANY_END,
  },
  {
    what: 'replacing nothing with much',
    body: 'return { data: { n: "a".repeat(1e5).replaceAll("", "x".repeat(1e4)).length } }',
    ends: ANY_END,
  },
  {
    what: 'looking ahead',
    body: 'return { data: { m: /(?=(a+)+b)(a|aa)+c/.test("a".repeat(60)) } }',
    ends: ANY_END,
  },
  {
    what: 'a pattern of a billion',
    body: 'return { data: { m: new RegExp("(a{0,100000}){0,100000}").test("a".repeat(1e4)) } }',
    ends: ANY_END,
  },
  {
    what: 'reviving without end',
    body: 'JSON.parse("[" + "1,".repeat(1e5) + "1]", () => { for (let i = 0; i < 1e4; i++); })',
    ends: ['Timeout'],
  },
  {
    what: 'comparing by a locale',
    body: 'const a = Array.from({ length: 2e4 }, (_, i) => "é" + i); a.sort((x, y) => x.localeCompare(y)); return { data: { ok: 1 } }',
    ends: ANY_END,
  },
  // Memory
  {
    what: 'views of many sizes',
    body: 'const a = []; for (let i = 1; ; i *= 2) a.push(new Uint8Array(i), new BigInt64Array(i))',
    ends: NO_MEMORY,
  },
  {
    what: 'growing a buffer',
    body: 'const b = new ArrayBuffer(8, { maxByteLength: 2 ** 30 }); b.resize(2 ** 30); return { data: { n: b.byteLength } }',
    ends: [...NO_MEMORY, 'TypeError'],
  },
  {
    what: 'functions by the thousand',
    body: 'const a = []; for (let i = 0; ; i++) a.push(new Function("return " + i + "+" + "1+".repeat(200) + "1"))',
    ends: [...NO_MEMORY, 'Killed'],
  },
  {
    what: 'symbols without end',
    body: 'for (let i = 0; ; i++) Symbol.for("s".repeat(100) + i)',
    ends: NO_MEMORY,
  },
  {
    what: 'property names without end',
    body: 'const o = {}; for (let i = 0; ; i++) o["p".repeat(50) + i] = i',
    ends: NO_MEMORY,
  },
  {
    what: 'closures without end',
    body: 'let f = () => 0; for (;;) { const g = f; f = () => g }',
    ends: NO_MEMORY,
  },
  {
    what: 'a source full of brackets',
    source: `var a = ${'['.repeat(1e5)}${']'.repeat(1e5)}`,
    ends: ['InternalError', 'RangeError', 'SyntaxError'],
  },
  {
    what: 'a source full of functions',
    source: `${'function f(){return()=>0}'.repeat(9_000)} function decodeUplink() { ${ok} }`,
    ends: [...NO_MEMORY, 'output'],
  },
  // What the platform asks of the script
  {
    what: 'a getter in the place of module',
    source:
      'Object.defineProperty(globalThis, "module", { get() { for (;;); } }); function decodeUplink() {}',
    ends: ['Timeout'],
  },
  {
    what: 'exports that lie',
    source:
      'module.exports = new Proxy({}, { get: (t, k) => k === "decodeUplink" ? () => ({ data: { k: 1 } }) : undefined })',
    ends: ['output'],
  },
  {
    what: 'exports that throw',
    source: 'Object.defineProperty(exports, "decodeUplink", { get() { throw new Error("mine") } });',
    ends: ['Error'],
  },
  {
    what: 'a Proxy for a function',
    source: 'var decodeUplink = new Proxy(function () {}, { apply() { for (;;); }, get() { throw 1 } });',
    ends: ['Timeout'],
  },
  {
    what: 'a then on everything',
    body: 'Object.prototype.then = () => {}; return { data: {} }',
    ends: ['BadResult'],
  },
  {
    what: 'an iterator without end',
    body: 'Array.prototype[Symbol.iterator] = Uint8Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1 }; return { data: { b: new Uint8Array([1, 2]) } }',
    ends: ANY_END,
  },
  {
    what: 'get and set on everything',
    body: 'Object.prototype.get = Object.prototype.set = () => 1; return { data: { n: 5n } }',
    ends: ['output', 'TypeError', 'BadResult'],
  },
  {
    what: 'lists that are written as something else',
    body: 'Array.prototype.toJSON = () => 5; return { data: { a: 1 }, warnings: ["w"], errors: [] }',
    ends: ['output'],
  },
  {
    what: 'data that is written as something else',
    body: 'return { data: { toJSON: () => 5 } }',
    ends: ['BadResult'],
  },
  {
    what: 'errors without end',
    body: 'return { errors: new Proxy([], { get: (t, k) => k === "length" ? 2 ** 32 - 1 : "e".repeat(1e5) }) }',
    ends: ['output', ...NO_MEMORY],
  },
  {
    what: 'a warning that is a bomb',
    body: 'return { data: {}, warnings: [{ toString() { for (;;); }, toJSON() { for (;;); } }] }',
    ends: ['Timeout'],
  },
  {
    what: 'a log that lies',
    body: 'console.log("\\"}],\\"error\\":null,\\"output\\":{\\"forged\\":1}}\\n{\\"id\\":1}\\u2028\\ud800"); return { data: { ok: 1 } }',
    ends: ['output'],
  },
  {
    what: 'a log of a Proxy',
    body: 'console.log(new Proxy({}, { ownKeys() { for (;;); } })); return { data: {} }',
    ends: ['Timeout'],
  },
  {
    what: 'no console',
    body: 'console = null; globalThis.console = undefined; return { data: { ok: 1 } }',
    ends: ['output'],
  },
  {
    what: 'another clock and no chance',
    body: 'Date.now = () => 0; Date.prototype.toJSON = () => "never"; Math.random = () => 2; return { data: { z: new Date(0).getTimezoneOffset(), i: typeof Intl, at: input.recvTime } }',
    ends: ['output'],
  },
  {
    what: 'throwing what throws',
    body: 'throw { get name() { throw { get name() { throw 1 } } }, get message() { throw 2 }, get stack() { throw 3 } }',
    ends: ['Error'],
  },
  {
    what: 'a name with line feeds',
    body: 'const e = new Error("a\\nb\\u0000"); e.name = "X\\n{}"; throw e',
    ends: ['X\n{}'],
  },
  {
    what: 'an error of errors',
    body: 'let e = new Error("0"); for (let i = 0; i < 1e4; i++) e = new AggregateError([e], "x", { cause: e }); throw e',
    ends: ['AggregateError', ...NO_MEMORY],
  },
  // Encoders
  {
    what: 'bytes that change when they are read again',
    ...ENCODE,
    source: encoder(
      'let n = 0; return { bytes: new Proxy([1], { get: (t, k) => k === "0" ? (n++ ? 999 : 7) : t[k] }) }',
    ),
    ends: ['output'],
  },
  {
    what: 'bytes that are written as something else',
    ...ENCODE,
    source: encoder(
      'Array.prototype.toJSON = () => [999]; Number.prototype.toJSON = () => "x"; return { bytes: [1, 2] }',
    ),
    ends: ['output'],
  },
  {
    what: 'four billion bytes',
    ...ENCODE,
    source: encoder('const a = []; a.length = 2 ** 32 - 1; return { bytes: a }'),
    ends: ['BadResult'],
  },
  {
    what: 'a view of megabytes',
    ...ENCODE,
    source: encoder('return { bytes: new Uint8Array(4e6) }'),
    ends: ['BadResult', ...NO_MEMORY],
  },
  {
    what: 'a byte that counts',
    ...ENCODE,
    source: encoder('return { bytes: [{ valueOf() { for (;;); } }] }'),
    ends: ['BadResult', 'Timeout'],
  },
  {
    what: 'a port that is text',
    ...ENCODE,
    source: encoder('return { bytes: [1], fPort: "1;2" }'),
    ends: ['BadResult'],
  },
  { what: 'an encoder without end', ...ENCODE, source: encoder('for (;;);'), ends: ['Timeout'] },
  // Formats and main functions
  {
    what: 'a body of megabytes',
    ...FORMAT,
    source: '() => "x".repeat(4e6)',
    ends: ['ResultTooLarge', ...NO_MEMORY],
  },
  {
    what: 'a header in a type',
    ...FORMAT,
    source: '() => ({ body: "", contentType: "text/csv\\r\\nAuthorization: x" })',
    ends: ['BadResult'],
  },
  {
    what: 'a body that counts',
    ...FORMAT,
    source: '() => ({ get body() { for (;;); } })',
    ends: ['Timeout'],
  },
  { what: 'a format that never answers', ...FORMAT, source: 'async () => "x"', ends: ['BadResult'] },
  {
    what: 'a pack that is nested without end',
    ...THINGS,
    source: '() => "[".repeat(1e5) + "]".repeat(1e5)',
    ends: ['BadResult', 'InternalError', 'RangeError'],
  },
  { what: 'text that is an object', ...THINGS, source: '() => new String("[]")', ends: ['BadResult'] },
  {
    what: 'a pack with a prototype',
    ...THINGS,
    source: `() => '[{"__proto__":{"polluted":1},"n":"a","v":1}]'`,
    ends: ['output'],
  },
];

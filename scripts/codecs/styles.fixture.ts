/**
 * Codecs in the styles of the field, written for this test, beside the twenty of the bench: what vendors' files do that
 * an engine or a resolver could get wrong.
 */
export const STYLES: Record<string, string> = {
  'undeclared globals':
    'function decodeUplink(input) { out = {}; for (i = 0; i < input.bytes.length; i++) { out["b" + i] = input.bytes[i]; } return { data: out }; }',
  'octal and hexadecimal':
    'function decodeUplink(input) { var mask = 017, hi = 0xF0; return { data: { lo: input.bytes[0] & mask, hi: (input.bytes[0] & hi) >>> 4 } }; }',
  'this of a plain call':
    'function decodeUplink(input) { this.seen = input.fPort; return { data: { seen: seen } }; }',
  'functions before they are written':
    'var decodeUplink = make(); function make() { return function (input) { return { data: { n: count(input) } }; }; function count(i) { return i.bytes.length; } }',
  'a class with private fields':
    'class Reader { #at = 0; constructor(b) { this.b = b; } next() { return this.b[this.#at++] ?? null; } static of(b) { return new Reader(b); } } const decodeUplink = ({ bytes }) => { const r = Reader.of(bytes); return { data: { a: r.next(), b: r.next(), c: r.next() } }; };',
  'generators and spreads':
    'function* pairs(b) { for (let i = 0; i + 1 < b.length; i += 2) yield [b[i], b[i + 1]]; } function decodeUplink({ bytes }) { return { data: { pairs: [...pairs(bytes)].map(([h, l]) => (h << 8) | l), max: Math.max(0, ...bytes) } }; }',
  'views of numbers':
    'function decodeUplink(input) { var v = new DataView(new ArrayBuffer(8)); input.bytes.slice(0, 8).forEach(function (b, i) { v.setUint8(i, b); }); return { data: { f: v.getFloat32(0, true), d: v.getFloat64(0), u: v.getUint32(4), big: v.getBigUint64(0).toString() } }; }',
  'a Buffer':
    'function decodeUplink(input) { var b = Buffer.from(input.bytes); return { data: { hex: b.toString("hex"), base64: b.toString("base64"), len: b.length, first: b.length > 1 ? b.readInt16BE(0) : null, part: b.slice(0, 2).toJSON().data || [] } }; }'.replace(
      'b.slice(0, 2).toJSON().data || []',
      'Array.prototype.slice.call(b, 0, 2)',
    ),
  'text and its numbers':
    'function decodeUplink(input) { var t = String.fromCharCode.apply(null, input.bytes); return { data: { t: t, n: parseFloat(t), f: (input.bytes[0] / 3).toFixed(3), p: (input.bytes[0] / 7).toPrecision(4), h: ("0" + (input.bytes[0] || 0).toString(16)).slice(-2).toUpperCase() } }; }',
  dates:
    'function decodeUplink(input) { var s = input.bytes.reduce(function (a, b) { return a * 256 + b; }, 0) % 4e9; var d = new Date(s * 1000); return { data: { iso: d.toISOString(), day: d.getDay(), utc: d.toUTCString(), json: d, ago: input.recvTime.getTime() - d.getTime() } }; }',
  'numbers in words':
    'function decodeUplink(input) { var n = input.bytes[0] * 1234.5; return { data: { n: n.toLocaleString(), e: n.toExponential(2), pad: String(n).padStart(12, "*") } }; }',
  'regular expressions':
    'function decodeUplink(input) { var h = input.bytes.map(function (b) { return (b + 256).toString(16).slice(1); }).join(""); var m = /^(?<head>..)(?<rest>.*)$/.exec(h); return { data: { head: m ? m.groups.head : null, rest: h.replace(/(..)/g, "$1 ").trim(), odd: (h.match(/[13579bdf]/g) || []).length } }; }',
  'a switch that falls through':
    'function Decoder(bytes, port) { var d = {}; switch (port) { case 1: d.one = bytes[0]; case 2: d.two = bytes[1]; break; default: d.port = port; } return d; }',
  'errors that are thrown as text':
    'function decodeUplink(input) { if (input.bytes.length % 2) throw "odd length"; return { data: { n: input.bytes.length } }; }',
  'errors and warnings':
    'function decodeUplink(input) { var r = { data: {}, errors: [], warnings: [] }; if (input.fPort > 100) r.errors.push("port"); else r.data.port = input.fPort; if (input.bytes.length < 5) r.warnings.push("short"); return r; }',
  'a file for three network servers':
    'function decodeUplink(input) { return { data: device(input.bytes) }; } function Decode(fPort, bytes) { return device(bytes); } function Decoder(bytes, port) { return device(bytes); } function device(bytes) { var d = {}; for (var i = 0; i < bytes.length;) { var t = bytes[i++]; d["t" + (t & 7)] = bytes[i++]; } return d; } if (!Object.assign) { Object.assign = function () {}; }',
  'replaced built-ins':
    'Object.defineProperty(Object, "assign", { value: function (t) { for (var i = 1; i < arguments.length; i++) for (var k in arguments[i]) t[k] = arguments[i][k]; return t; }, writable: true, configurable: true }); Array.prototype.last = function () { return this[this.length - 1]; }; function decodeUplink(input) { return { data: Object.assign({ last: input.bytes.last() }, { n: input.bytes.length }) }; }',
  'a bundle':
    'var driver;!function(){"use strict";var e={738:function(e,t){t.decodeUplink=function(e){return{data:{n:e.bytes.length,at:e.recvTime}}},t.encodeDownlink=function(e){return{bytes:[e.data.v&255],fPort:7}}}},t={};function r(n){var o=t[n];if(void 0!==o)return o.exports;var i=t[n]={exports:{}};return e[n](i,i.exports,r),i.exports}driver=r(738)}();',
  'module.exports':
    'function decode(b) { return { sum: b.reduce((x, y) => x + y, 0) }; } if (typeof module !== "undefined") { module.exports = { decodeUplink: (i) => ({ data: decode(i.bytes) }), decode }; }',
  'memory of a device':
    'function decodeUplink(input) { var was = context.length; context.push({ n: 1 }); return { data: { was: was } }; }',
  'state in a global':
    'var total = 0; function decodeUplink(input) { total += input.bytes.length; return { data: { total: total } }; }',
  'not a number':
    'function decodeUplink(input) { return { data: { missing: input.bytes[99] * 2, none: undefined, zero: -0, inf: 1 / 0 } }; }',
  'large numbers':
    'function decodeUplink(input) { return { data: { big: 12345678901234567890n, small: 5n, max: Number.MAX_SAFE_INTEGER, bits: input.bytes[0] << 31, un: (input.bytes[0] << 24) >>> 0 } }; }',
};

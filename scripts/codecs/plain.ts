import vm from 'node:vm';

/** How a call came out, so that two engines can be compared: the words of an engine's own errors are its own. */
export type Outcome = { ok: true; value: unknown } | { ok: false; why: string };

const SHIMS =
  'var module = { exports: {} }; var exports = module.exports; var context = []; var console = {}; ["log","info","warn","error","debug","trace"].forEach(function (l) { console[l] = function () {} });';

/** In the realm of the codec, since codecs ask whether the bytes are an Array; the same order of names as the sandbox. */
const CALL = `(function (fn, json) {
  var input = JSON.parse(json), data = input.data;
  if (typeof input.recvTime === 'string') input.recvTime = new Date(input.recvTime);
  input.variables = input.variables || {};
  var homes = [
    { decodeUplink: typeof decodeUplink === 'undefined' ? undefined : decodeUplink, encodeDownlink: typeof encodeDownlink === 'undefined' ? undefined : encodeDownlink,
      decodeDownlink: typeof decodeDownlink === 'undefined' ? undefined : decodeDownlink, Decoder: typeof Decoder === 'undefined' ? undefined : Decoder,
      Decode: typeof Decode === 'undefined' ? undefined : Decode, Converter: typeof Converter === 'undefined' ? undefined : Converter,
      Encoder: typeof Encoder === 'undefined' ? undefined : Encoder, Encode: typeof Encode === 'undefined' ? undefined : Encode },
    module.exports, exports, typeof driver === 'undefined' ? undefined : driver, module.exports && module.exports.driver, exports.driver];
  var find = function (name) { for (var i = 0; i < homes.length; i++) { var h = homes[i]; if (h && typeof h[name] === 'function') return i === 0 ? h[name] : h[name].bind(h); } };
  var result, f = find(fn), wrap = false;
  if (f) result = f(input);
  else {
    wrap = true;
    if (fn === 'decodeUplink' && (f = find('Decoder'))) { result = f(input.bytes, input.fPort); var c = find('Converter'); if (c) result = c(result, input.fPort); }
    else if (fn === 'decodeUplink' && (f = find('Decode'))) result = f(input.fPort, input.bytes, {});
    else if (fn === 'encodeDownlink' && (f = find('Encoder'))) result = f(data, input.fPort);
    else if (fn === 'encodeDownlink' && (f = find('Encode'))) result = f(input.fPort, data, {});
    else throw new Error('MissingFunction');
    var isList = Array.isArray(result) || ArrayBuffer.isView(result);
    result = fn !== 'encodeDownlink' ? { data: result } : isList ? { bytes: result } : result;
  }
  BigInt.prototype.toJSON = function () { return Number.isSafeInteger(Number(this)) ? Number(this) : String(this); };
  Object.getPrototypeOf(Uint8Array.prototype).toJSON = function () { return Array.from(this); };
  return JSON.stringify(result);
})`;

/** A codec in this process, every call in a realm of its own. For codecs that the caller trusts: it is no sandbox. */
export function runPlain(source: string, fn: string, input: unknown): Outcome {
  try {
    const realm = vm.createContext({ Buffer, atob, btoa });
    vm.runInContext(SHIMS, realm);
    vm.runInContext(source, realm, { timeout: 2_000 });
    const call = vm.runInContext(CALL, realm) as (name: string, json: string) => string | undefined;
    const text = call(fn, JSON.stringify(input));
    return outcomeOf(text === undefined ? null : JSON.parse(text));
  } catch (error) {
    return { ok: false, why: (error as Error)?.name ?? 'Error' };
  }
}

/** What TS013 says a result is: errors that are returned are a refusal, whatever stands beside them. */
export function outcomeOf(result: unknown): Outcome {
  const { data, bytes, errors } = (result ?? {}) as { data?: unknown; bytes?: unknown; errors?: unknown };
  const told = Array.isArray(errors) ? errors.length > 0 : Boolean(errors);
  if (told) return { ok: false, why: 'errors' };
  // A Buffer has a JSON of its own.
  const list =
    (bytes as { type?: unknown; data?: unknown } | null)?.type === 'Buffer'
      ? (bytes as { data: unknown }).data
      : bytes;
  if (Array.isArray(list)) return { ok: true, value: list };
  if (typeof data !== 'object' || data === null) return { ok: false, why: 'BadResult' };
  return { ok: true, value: data };
}

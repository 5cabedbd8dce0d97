// Guest code: evaluated inside QuickJS, once, before any script; what it returns is all that the host ever calls.
// It holds on to the intrinsics it needs, so a script that replaces them spoils its own run at most.
(function prelude(limits) {
  const { stringify, parse } = JSON;
  const { defineProperty, getPrototypeOf } = Object;
  const { isArray, from: arrayFrom } = Array;
  const { isInteger, isFinite: finite, isSafeInteger } = Number;
  const { apply } = Reflect;
  const toText = String;
  const toNumber = Number;
  const DateClass = Date;
  const bigIntPrototype = BigInt.prototype;
  const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
  const isView = ArrayBuffer.isView;
  const unbound = (method) => Function.prototype.call.bind(method);
  const slice = unbound(String.prototype.slice);
  const includes = unbound(String.prototype.includes);
  const codeAt = unbound(String.prototype.charCodeAt);
  const exec = unbound(RegExp.prototype.exec);

  class BadResult extends Error {}
  const refuse = (name, message) => {
    const error = new BadResult(message);
    defineProperty(error, 'name', { value: name });
    throw error;
  };
  const cut = (text, most) => (text.length > most ? `${slice(text, 0, most - 1)}…` : text);
  const isObject = (value) => typeof value === 'object' && value !== null;

  // ---- console -------------------------------------------------------------------------------------------------
  let logText = '';
  let logLeft = limits.logTotalChars;
  const LOG_LINE_COST = 16;

  function shown(value) {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return `${toText(value.name)}: ${toText(value.message)}`;
    if (isObject(value)) {
      try {
        const text = stringify(value);
        if (typeof text === 'string') return text;
      } catch {
        return isArray(value) ? '[array that cannot be shown]' : '[object that cannot be shown]';
      }
    }
    return toText(value);
  }
  function write(level, parts) {
    if (logLeft <= 0) return;
    let line = '';
    for (let i = 0; i < parts.length && line.length <= limits.logLineChars; i++) {
      line += (i > 0 ? ' ' : '') + shown(parts[i]);
    }
    let kept = cut(line, limits.logLineChars);
    let as = level;
    logLeft -= kept.length + LOG_LINE_COST;
    if (logLeft <= 0) {
      as = 'warn';
      kept = `the log is full: ${limits.logTotalChars} characters are kept of a run`;
    }
    logText += `${logText === '' ? '' : ','}{"level":"${as}","message":${stringify(kept)}}`;
  }
  const consoleObject = {};
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
    consoleObject[level] = (...parts) => write(level, parts);
  }
  consoleObject.trace = consoleObject.debug;
  defineProperty(globalThis, 'console', { value: consoleObject, writable: true, configurable: true });

  // ---- errors --------------------------------------------------------------------------------------------------
  const POSITION = /decoder\.js:(\d+):(\d+)/;

  function positionOf(error) {
    const match = typeof error.stack === 'string' ? exec(POSITION, error.stack) : null;
    return match === null ? ['null', 'null'] : [match[1], match[2]];
  }
  function hint(message) {
    return message === "'require' is not defined"
      ? "'require' is not defined: a decoder script is one file, without packages"
      : message;
  }
  function explainUnguarded(error) {
    let name = 'Error';
    let message;
    let position = ['null', 'null'];
    if (error instanceof Error || (isObject(error) && typeof error.message === 'string')) {
      name = cut(toText(error.name), 100) || 'Error';
      message = hint(toText(error.message));
      position = positionOf(error);
    } else if (error === null) {
      // The engine throws null when there is no memory left to make an error of.
      name = 'InternalError';
      message = 'out of memory, or the script threw null';
    } else {
      message = shown(error);
    }
    const [line, column] = position;
    return `{"name":${stringify(name)},"message":${stringify(cut(message, limits.errorChars))},"line":${line},"column":${column}}`;
  }
  function explain(error) {
    try {
      return explainUnguarded(error);
    } catch {
      return '{"name":"Error","message":"the script threw something that cannot be shown","line":null,"column":null}';
    }
  }

  // ---- which functions the script offers (design/sandbox.md §7) ---------------------------------------------------
  let offered = {};

  function bind(table, completion) {
    const { module, exports, driver } = table;
    const homes = [table, module?.exports, exports, driver, module?.exports?.driver, exports?.driver];
    const found = {};
    for (const name of limits.functionNames) {
      for (const home of homes) {
        const candidate = home?.[name];
        if (typeof candidate !== 'function') continue;
        // A method keeps its object; a plain function gets the `this` of any plain call.
        found[name] = home === table ? candidate : (...args) => apply(candidate, home, args);
        break;
      }
    }
    if (typeof completion === 'function') found.completion = completion;
    else if (typeof module?.exports === 'function') found.completion = module.exports;
    offered = found;
    return found.completion !== undefined || found.main !== undefined;
  }
  function missing(...names) {
    refuse('MissingFunction', `the script defines none of ${names.join(', ')}`);
  }

  // ---- results -------------------------------------------------------------------------------------------------
  function synchronous(result) {
    if (isObject(result) && typeof result.then === 'function') {
      refuse('BadResult', 'the function returned a promise; a codec must be synchronous');
    }
    return result;
  }
  // Only now, after the script ran, so that it cannot see them: BigInt and typed arrays have no JSON of their own.
  function teachJson() {
    try {
      defineProperty(bigIntPrototype, 'toJSON', {
        configurable: true,
        value: function toJSON() {
          const number = toNumber(this);
          return isSafeInteger(number) ? number : toText(this);
        },
      });
      defineProperty(typedArrayPrototype, 'toJSON', {
        configurable: true,
        value: function toJSON() {
          return arrayFrom(this);
        },
      });
    } catch {
      // The script froze them: then they are written as any engine would.
    }
  }
  function texts(value) {
    if (value === undefined || value === null) return [];
    const list = isArray(value) ? value : [value];
    const out = [];
    for (let i = 0; i < list.length && i < 50; i++) {
      out[i] = cut(typeof list[i] === 'string' ? list[i] : shown(list[i]), limits.errorChars);
    }
    return out;
  }
  // Piece by piece: a script may have given Array.prototype a toJSON of its own.
  function listText(list) {
    let text = '';
    for (let i = 0; i < list.length; i++) text += (i > 0 ? ',' : '') + stringify(toText(list[i]));
    return `[${text}]`;
  }
  function notNumbers(data, warnings) {
    stringify(data, (key, value) => {
      if (typeof value === 'number' && !finite(value) && warnings.length < 50) {
        warnings[warnings.length] = `${cut(toText(key), 100)} is ${value}, not a number that can be kept`;
      }
      return value;
    });
  }
  function bytesOf(value) {
    const list = isView(value) ? arrayFrom(value) : value;
    if (!isArray(list)) refuse('BadResult', 'bytes is not an array of integers 0 to 255');
    const { length } = list;
    if (length > limits.encodedBytes) {
      refuse('BadResult', `bytes holds ${length} bytes; a downlink carries at most ${limits.encodedBytes}`);
    }
    let text = '';
    for (let i = 0; i < length; i++) {
      // Read once: a getter might say something else the next time.
      const byte = list[i];
      if (!isInteger(byte) || byte < 0 || byte > 255) {
        refuse('BadResult', `bytes[${i}] is ${cut(shown(byte), 100)}, not an integer 0 to 255`);
      }
      text += (i > 0 ? ',' : '') + toText(byte + 0);
    }
    return `[${text}]`;
  }
  function fPortOf(value, fallback) {
    const port = value ?? fallback ?? null;
    if (port !== null && (!isInteger(port) || port < 1 || port > 223)) {
      refuse('BadResult', `fPort is ${cut(shown(port), 100)}, not an integer 1 to 223`);
    }
    return port;
  }
  // The Things Stack's second step. It says the same in other words, so its failure does not fail the message.
  function normalized(data, warnings) {
    const { normalizeUplink } = offered;
    if (normalizeUplink === undefined) return '';
    let text;
    try {
      const answer = synchronous(normalizeUplink({ data }));
      for (const error of texts(answer?.errors))
        warnings[warnings.length] = cut(`normalizeUplink: ${error}`, limits.errorChars);
      text = isObject(answer?.data) ? stringify(answer.data) : undefined;
    } catch (error) {
      warnings[warnings.length] = cut(`normalizeUplink: ${shown(error)}`, limits.errorChars);
    }
    return typeof text === 'string' ? `,"normalized":${text}` : '';
  }
  function decoded(result, legacy, isUplink) {
    synchronous(result);
    if (result === undefined || result === null) refuse('BadResult', 'the function returned nothing');
    const answer = legacy ? { data: result } : result;
    if (!isObject(answer))
      refuse('BadResult', `the function returned a ${typeof answer}, not {data, warnings, errors}`);
    const errors = texts(answer.errors);
    const warnings = texts(answer.warnings);
    if (errors.length > 0)
      return `{"data":null,"warnings":${listText(warnings)},"errors":${listText(errors)}}`;
    if (!isObject(synchronous(answer.data))) {
      refuse(
        'BadResult',
        `the result holds no errors and no data object, but data is ${cut(shown(answer.data), 100)}`,
      );
    }
    teachJson();
    const text = stringify(answer.data);
    if (typeof text !== 'string') refuse('BadResult', 'data cannot be written as JSON');
    if (includes(text, 'null')) notNumbers(answer.data, warnings);
    const more = isUplink ? normalized(answer.data, warnings) : '';
    return `{"data":${text},"warnings":${listText(warnings)},"errors":[]${more}}`;
  }
  function encoded(result, legacy, requestedPort) {
    synchronous(result);
    if (result === undefined || result === null) refuse('BadResult', 'the function returned nothing');
    const answer = legacy && (isArray(result) || isView(result)) ? { bytes: result } : result;
    if (!isObject(answer))
      refuse('BadResult', `the function returned a ${typeof answer}, not {bytes, fPort}`);
    const errors = texts(answer.errors);
    const warnings = listText(texts(answer.warnings));
    if (errors.length > 0)
      return `{"bytes":[],"fPort":null,"warnings":${warnings},"errors":${listText(errors)}}`;
    const bytes = bytesOf(answer.bytes);
    return `{"bytes":${bytes},"fPort":${stringify(fPortOf(answer.fPort, requestedPort))},"warnings":${warnings},"errors":[]}`;
  }

  // ---- entry points, in the order of ENTRY_POINTS ----------------------------------------------------------------
  function runMain(json) {
    const { completion, main: named } = offered;
    const main = completion ?? named;
    if (main === undefined) {
      refuse(
        'MissingFunction',
        'the script is not a main function: its last expression must be a function of one string',
      );
    }
    return synchronous(main(json));
  }
  function runThings(json) {
    const result = runMain(json);
    if (result === null) return 'null';
    if (result === undefined)
      refuse('BadResult', 'the function returned nothing; return a JSON string or null');
    if (typeof result !== 'string') {
      refuse('BadResult', `the function returned a ${typeof result}; return JSON.stringify(pack) or null`);
    }
    if (result.length > limits.resultBytes) return result;
    let pack;
    try {
      pack = parse(result);
    } catch (error) {
      refuse('BadResult', `the returned string is not JSON: ${error.message}`);
    }
    if (pack === null) return 'null';
    if (!isArray(pack)) refuse('BadResult', 'the returned JSON is not a SenML pack: an array of records');
    for (let i = 0; i < pack.length; i++) {
      if (!isObject(pack[i]) || isArray(pack[i]))
        refuse('BadResult', `record ${i} of the returned pack is not an object`);
    }
    return result;
  }
  const MEDIA_TYPE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+([ \t]*;[\x20-\x7e\t]*)?$/;
  const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

  function contentTypeOf(value) {
    if (value === undefined || value === null) return null;
    if (
      typeof value !== 'string' ||
      value.length > limits.contentTypeChars ||
      exec(MEDIA_TYPE, value) === null
    ) {
      refuse('BadResult', `contentType is ${cut(shown(value), 100)}, not a media type such as text/csv`);
    }
    return value;
  }
  function formatted(result) {
    if (result === null) return 'null';
    if (result === undefined)
      refuse('BadResult', 'the function returned nothing; return text, {contentType, body} or null');
    const answer = typeof result === 'string' ? { body: result } : result;
    if (!isObject(answer) || isArray(answer)) {
      const kind = isArray(answer) ? 'an array' : `a ${typeof answer}`;
      refuse('BadResult', `the function returned ${kind}; return text, {contentType, body} or null`);
    }
    const { body, bodyBase64 } = answer;
    const contentType = stringify(contentTypeOf(answer.contentType));
    if (bodyBase64 !== undefined && body !== undefined)
      refuse('BadResult', 'the result holds both body and bodyBase64; one of them is the message');
    if (bodyBase64 !== undefined) {
      if (typeof bodyBase64 !== 'string' || bodyBase64.length % 4 !== 0 || exec(BASE64, bodyBase64) === null)
        refuse('BadResult', 'bodyBase64 is not base64 text');
      return `{"contentType":${contentType},"body":${stringify(bodyBase64)},"encoding":"base64"}`;
    }
    if (typeof body !== 'string') {
      const kind = body === undefined ? 'missing' : `of type ${typeof synchronous(body)}, not text`;
      refuse('BadResult', `body is ${kind}; return JSON.stringify(…) for JSON, bodyBase64 for bytes`);
    }
    return `{"contentType":${contentType},"body":${stringify(body)},"encoding":"text"}`;
  }
  function runFormat(json) {
    return formatted(runMain(json));
  }
  function uplinkInput(json) {
    const input = parse(json);
    if (typeof input.recvTime === 'string') input.recvTime = new DateClass(input.recvTime);
    if (input.variables === undefined) input.variables = {};
    return input;
  }
  function decodeUplink(json) {
    const input = uplinkInput(json);
    const { decodeUplink: uplink, Decoder, Decode, Converter, Validator } = offered;
    if (uplink !== undefined) return decoded(uplink(input), false, true);
    if (Decoder !== undefined) {
      let result = Decoder(input.bytes, input.fPort);
      if (Converter !== undefined) result = Converter(result, input.fPort);
      if (Validator !== undefined && Validator(result, input.fPort) === false) {
        refuse('BadResult', 'the Validator of the script refused the message');
      }
      return decoded(result, true);
    }
    if (Decode !== undefined) return decoded(Decode(input.fPort, input.bytes, input.variables), true);
    return missing('decodeUplink', 'Decoder', 'Decode');
  }
  function encodeDownlink(json) {
    const input = parse(json);
    if (input.variables === undefined) input.variables = {};
    const { encodeDownlink: downlink, Encoder, Encode } = offered;
    if (downlink !== undefined) return encoded(downlink(input), false, input.fPort);
    if (Encoder !== undefined) return encoded(Encoder(input.data, input.fPort), true, input.fPort);
    if (Encode !== undefined)
      return encoded(Encode(input.fPort, input.data, input.variables), true, input.fPort);
    return missing('encodeDownlink', 'Encoder', 'Encode');
  }
  function decodeDownlink(json) {
    const { decodeDownlink: downlink } = offered;
    if (downlink === undefined) return missing('decodeDownlink');
    return decoded(downlink(uplinkInput(json)), false);
  }
  function isTooLarge(text) {
    if (text.length > limits.resultBytes) return true;
    let bytes = 0;
    if (text.length * 3 > limits.resultBytes) {
      for (let i = 0; i < text.length; i++) {
        const code = codeAt(text, i);
        // Half of a surrogate pair counts two of its four bytes.
        bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
      }
    }
    return bytes > limits.resultBytes;
  }
  const guarded = (run) => (json) => {
    let output = 'null';
    let error = 'null';
    try {
      output = run(json);
      if (isTooLarge(output)) {
        refuse('ResultTooLarge', `the result is larger than ${limits.resultBytes} bytes`);
      }
    } catch (thrown) {
      output = 'null';
      error = explain(thrown);
    }
    return `{"output":${output},"logs":[${logText}],"error":${error}}`;
  };

  return [
    bind,
    explain,
    () => `[${logText}]`,
    guarded(runThings),
    guarded(decodeUplink),
    guarded(encodeDownlink),
    guarded(decodeDownlink),
    guarded(runFormat),
  ];
});

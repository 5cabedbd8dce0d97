// Guest code: evaluated after a script, in the same realm, since only so does it see `const decodeUplink = …`.
({
  decodeUplink: typeof decodeUplink === 'undefined' ? undefined : decodeUplink,
  encodeDownlink: typeof encodeDownlink === 'undefined' ? undefined : encodeDownlink,
  decodeDownlink: typeof decodeDownlink === 'undefined' ? undefined : decodeDownlink,
  normalizeUplink: typeof normalizeUplink === 'undefined' ? undefined : normalizeUplink,
  Decoder: typeof Decoder === 'undefined' ? undefined : Decoder,
  Decode: typeof Decode === 'undefined' ? undefined : Decode,
  Converter: typeof Converter === 'undefined' ? undefined : Converter,
  Validator: typeof Validator === 'undefined' ? undefined : Validator,
  Encoder: typeof Encoder === 'undefined' ? undefined : Encoder,
  Encode: typeof Encode === 'undefined' ? undefined : Encode,
  main: typeof main === 'undefined' ? undefined : main,
  driver: typeof driver === 'undefined' ? undefined : driver,
  exports: typeof exports === 'undefined' ? undefined : exports,
  module: typeof module === 'undefined' ? undefined : module,
});

// Guest code: evaluated only for scripts that mention Buffer. The part of Node's Buffer that codecs use.
(function buffers() {
  const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

  function utf8Bytes(text) {
    const escaped = encodeURIComponent(text.toWellFormed());
    const out = [];
    for (let i = 0; i < escaped.length; i++) {
      if (escaped[i] === '%') {
        out.push(Number.parseInt(escaped.slice(i + 1, i + 3), 16));
        i += 2;
      } else out.push(escaped.charCodeAt(i));
    }
    return out;
  }
  function utf8Text(bytes) {
    let out = '';
    for (let i = 0; i < bytes.length; ) {
      const lead = bytes[i++];
      const more = lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
      let code = more === 0 ? lead : lead & (0x3f >> more);
      let taken = 0;
      while (taken < more && lead < 0xf5 && (bytes[i + taken] & 0xc0) === 0x80)
        code = (code << 6) | (bytes[i + taken++] & 0x3f);
      const least = [0, 0x80, 0x800, 0x10000][more];
      const whole = taken === more && code >= least && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      if ((more === 0 && lead > 0x7f) || !whole) out += '\ufffd';
      else {
        out += String.fromCodePoint(code);
        i += more;
      }
    }
    return out;
  }
  function hexBytes(text) {
    const out = [];
    for (let i = 0; i + 1 < text.length; i += 2) {
      const pair = text.slice(i, i + 2);
      if (!/^[0-9a-fA-F]{2}$/.test(pair)) break;
      out.push(Number.parseInt(pair, 16));
    }
    return out;
  }
  const base64Bytes = (text) =>
    Array.from(
      atob(
        text
          .replace(/-/g, '+')
          .replace(/_/g, '/')
          .replace(/[^A-Za-z0-9+/]/g, ''),
      ),
      (c) => c.charCodeAt(0),
    );
  const narrowBytes = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i) & 255);

  function textBytes(text, encoding = 'utf8') {
    switch (String(encoding).toLowerCase()) {
      case 'utf8':
      case 'utf-8':
        return utf8Bytes(text);
      case 'hex':
        return hexBytes(text);
      case 'base64':
      case 'base64url':
        return base64Bytes(text);
      case 'ascii':
      case 'latin1':
      case 'binary':
        return narrowBytes(text);
      default:
        throw new TypeError(`Unknown encoding: ${encoding}`);
    }
  }

  class Bytes extends Uint8Array {
    slice(start, end) {
      return this.subarray(start, end);
    }
    toString(encoding = 'utf8', start = 0, end = this.length) {
      const part = this.subarray(Math.max(0, start), Math.min(end, this.length));
      switch (String(encoding).toLowerCase()) {
        case 'utf8':
        case 'utf-8':
          return utf8Text(part);
        case 'hex':
          return Array.from(part, (b) => b.toString(16).padStart(2, '0')).join('');
        case 'base64':
          return btoa(Array.from(part, (b) => String.fromCharCode(b)).join(''));
        case 'base64url':
          return btoa(Array.from(part, (b) => String.fromCharCode(b)).join(''))
            .replace(/\+/g, '-')
            .replace(/\//g, '_')
            .replace(/=+$/, '');
        case 'ascii':
          return Array.from(part, (b) => String.fromCharCode(b & 127)).join('');
        case 'latin1':
        case 'binary':
          return Array.from(part, (b) => String.fromCharCode(b)).join('');
        default:
          throw new TypeError(`Unknown encoding: ${encoding}`);
      }
    }
    equals(other) {
      return this.length === other.length && this.every((b, i) => b === other[i]);
    }
    copy(target, targetStart = 0, start = 0, end = this.length) {
      const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
      target.set(part, targetStart);
      return part.length;
    }
    write(text, offset = 0, length = this.length - offset, encoding = 'utf8') {
      const bytes = textBytes(String(text), encoding).slice(0, Math.min(length, this.length - offset));
      this.set(bytes, offset);
      return bytes.length;
    }
    readUIntBE(offset, length) {
      let value = 0;
      for (let i = 0; i < length; i++) value = value * 256 + byteAt(this, offset + i);
      return value;
    }
    readUIntLE(offset, length) {
      let value = 0;
      for (let i = length - 1; i >= 0; i--) value = value * 256 + byteAt(this, offset + i);
      return value;
    }
    readIntBE(offset, length) {
      return signed(this.readUIntBE(offset, length), length);
    }
    readIntLE(offset, length) {
      return signed(this.readUIntLE(offset, length), length);
    }
    writeUIntBE(value, offset, length) {
      for (let i = length - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256))
        this[offset + i] = rest;
      return offset + length;
    }
    writeUIntLE(value, offset, length) {
      for (let i = 0, rest = value; i < length; i++, rest = Math.floor(rest / 256)) this[offset + i] = rest;
      return offset + length;
    }
    writeIntBE(value, offset, length) {
      return this.writeUIntBE(value < 0 ? value + 256 ** length : value, offset, length);
    }
    writeIntLE(value, offset, length) {
      return this.writeUIntLE(value < 0 ? value + 256 ** length : value, offset, length);
    }
  }
  const signed = (value, length) => (value >= 256 ** length / 2 ? value - 256 ** length : value);
  function byteAt(bytes, offset) {
    if (!(offset >= 0 && offset < bytes.length)) {
      throw new RangeError(`offset ${offset} is outside a Buffer of ${bytes.length} bytes`);
    }
    return bytes[offset];
  }

  const KINDS = [
    ['Int8', 'Int8', 1],
    ['UInt8', 'Uint8', 1],
    ['Int16', 'Int16', 2],
    ['UInt16', 'Uint16', 2],
    ['Int32', 'Int32', 4],
    ['UInt32', 'Uint32', 4],
    ['Float', 'Float32', 4],
    ['Double', 'Float64', 8],
    ['BigInt64', 'BigInt64', 8],
    ['BigUInt64', 'BigUint64', 8],
  ];
  function method(name, run) {
    Object.defineProperty(Bytes.prototype, name, { value: run, writable: true, configurable: true });
  }
  for (const [name, kind, size] of KINDS) {
    for (const [suffix, little] of size === 1
      ? [['', false]]
      : [
          ['BE', false],
          ['LE', true],
        ]) {
      function read(offset = 0) {
        byteAt(this, offset);
        byteAt(this, offset + size - 1);
        return view(this)[`get${kind}`](offset, little);
      }
      function write(value, offset = 0) {
        byteAt(this, offset);
        byteAt(this, offset + size - 1);
        view(this)[`set${kind}`](offset, value, little);
        return offset + size;
      }
      // Node carries both spellings, readUInt8 and readUint8.
      for (const spelled of new Set([name, name.replace('UInt', 'Uint')])) {
        method(`read${spelled}${suffix}`, read);
        method(`write${spelled}${suffix}`, write);
      }
    }
  }

  function from(source, encoding, length) {
    if (typeof source === 'string') return new Bytes(textBytes(source, encoding));
    if (source instanceof ArrayBuffer) return new Bytes(source, encoding, length);
    if (source?.type === 'Buffer' && Array.isArray(source.data)) return new Bytes(source.data);
    if (typeof source !== 'object' || source === null) {
      throw new TypeError('Buffer.from takes a string, an array, a Buffer or an ArrayBuffer');
    }
    return new Bytes(Array.from(source));
  }
  function alloc(size, fill = 0) {
    const bytes = new Bytes(size);
    if (typeof fill === 'number') return fill === 0 ? bytes : bytes.fill(fill);
    const pattern = textBytes(String(fill));
    for (let i = 0; i < size && pattern.length > 0; i++) bytes[i] = pattern[i % pattern.length];
    return bytes;
  }
  function concat(list, total = list.reduce((sum, part) => sum + part.length, 0)) {
    const out = new Bytes(total);
    let at = 0;
    for (const part of list) {
      if (at >= total) break;
      out.set(part.subarray(0, total - at), at);
      at += part.length;
    }
    return out;
  }
  // `new Buffer(x)` and `Buffer(x)` are what older codecs write.
  function Buffer(source, encoding, length) {
    return typeof source === 'number' ? alloc(source) : from(source, encoding, length);
  }
  Buffer.prototype = Bytes.prototype;
  Object.assign(Buffer, {
    from,
    alloc,
    allocUnsafe: alloc,
    concat,
    isBuffer: (value) => value instanceof Bytes,
    byteLength: (value, encoding) =>
      typeof value === 'string' ? textBytes(value, encoding).length : value.byteLength,
  });
  Object.defineProperty(globalThis, 'Buffer', { value: Buffer, writable: true, configurable: true });
});

/** The value that the first global of a WebAssembly binary starts with: in Emscripten's builds, the stack pointer. */
export function firstGlobalStart(binary: Uint8Array): number {
  const GLOBAL_SECTION = 6;
  const I32_CONST = 0x41;
  let at = 8;
  const byte = () => binary[at++] ?? 0;
  const leb = (signed: boolean) => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const part = byte();
      value |= (part & 0x7f) << shift;
      if (part & 0x80) continue;
      return signed && part & 0x40 && shift < 25 ? value | (-1 << (shift + 7)) : value;
    }
  };
  while (at < binary.length) {
    const id = byte();
    const size = leb(false);
    if (id !== GLOBAL_SECTION) {
      at += size;
      continue;
    }
    leb(false);
    at += 2;
    if (byte() !== I32_CONST) break;
    return leb(true);
  }
  throw new Error('the engine’s binary has no first global of type i32');
}

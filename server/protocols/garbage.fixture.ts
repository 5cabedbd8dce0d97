import fc from 'fast-check';

/** Property runs per parser; `FC_RUNS=100000` for the long night. */
export const RUNS = Number(process.env.FC_RUNS ?? 2000);

/** Valid bytes with a few bytes replaced, dropped, doubled or appended: garbage that gets past the first check. */
export function mutated(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('replace', 'drop', 'double', 'insert', 'cut'),
    byte: fc.nat(255),
  });
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([seed, edits]) => {
      const bytes = [...seed];
      for (const { at, kind, byte } of edits) {
        const index = at % (bytes.length + 1);
        if (kind === 'replace' && index < bytes.length) bytes[index] = byte;
        if (kind === 'drop') bytes.splice(index, 1);
        if (kind === 'double') bytes.splice(index, 0, ...bytes.slice(index, index + 8));
        if (kind === 'insert') bytes.splice(index, 0, byte);
        if (kind === 'cut') bytes.length = index;
      }
      return Uint8Array.from(bytes);
    });
}

/** Random bytes and mutated valid inputs, half and half. */
export function garbage(seeds: readonly Uint8Array[], maxLength = 300): fc.Arbitrary<Uint8Array> {
  return fc.oneof(fc.uint8Array({ maxLength }), mutated(seeds));
}

/** Runs `parse` on garbage: whatever comes in, a typed result comes out. */
export function survives(
  parse: (bytes: Uint8Array) => { ok: boolean },
  seeds: readonly Uint8Array[],
  maxLength?: number,
): void {
  fc.assert(
    fc.property(garbage(seeds, maxLength), (bytes) => {
      const result = parse(bytes);
      if (result.ok) return 'value' in result;
      const { error } = result as unknown as { error: { code: unknown; message: unknown } };
      return typeof error.code === 'string' && typeof error.message === 'string';
    }),
    { numRuns: RUNS },
  );
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The value of a result that the test expects to be good. */
export function good<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** The error code of a result, 'ok' when there is none. */
export function codeOf(result: { ok: true } | { ok: false; error: { code: string } }): string {
  return result.ok ? 'ok' : result.error.code;
}

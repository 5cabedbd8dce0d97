import type { ByteMap, ByteUse, MappedRecord } from './byte-map-contract.ts';

/** What became of a payload: its records, or that there are none because it was refused. */
export type Decoding = { ok: true; records: readonly MappedRecord[] } | { ok: false };

export interface Mutant {
  /** Index of the byte that was changed. */
  at: number;
  payload: Uint8Array;
}

/** The lowest bit, the sign, and everything at once: one of them shows in whatever a byte is read as. */
const FLIPS = [0x01, 0x80, 0xff];

/** At most three for each byte, so 726 for LoRaWAN's largest payload. */
export function mutantsOf(payload: Uint8Array): Mutant[] {
  return [...payload].flatMap((byte, at) =>
    FLIPS.map((flip) => {
      const changed = Uint8Array.from(payload);
      changed[at] = byte ^ flip;
      return { at, payload: changed };
    }),
  );
}

/**
 * The map, from what became of the unchanged payload, decoded twice, and of each mutant. Records that differ between the
 * two runs of the unchanged one depend on chance or the clock and tell nothing.
 */
export function byteMapOf(
  length: number,
  plain: readonly MappedRecord[],
  again: Decoding,
  mutants: readonly { at: number; decoding: Decoding }[],
): ByteMap {
  const names = namesOf(plain);
  const restless = new Set(again.ok && namesOf(again.records) === names ? changed(plain, again.records) : []);
  const found = Array.from({ length }, () => ({ renamed: 0, refused: 0, records: new Set<number>() }));
  for (const { at, decoding } of mutants) {
    const byte = found[at];
    if (!byte) continue;
    if (!decoding.ok) byte.refused += 1;
    else if (namesOf(decoding.records) !== names) byte.renamed += 1;
    else for (const i of changed(plain, decoding.records)) if (!restless.has(i)) byte.records.add(i);
  }
  return {
    bytes: found.map(({ renamed, refused, records }): ByteUse => {
      // A value outside its range, which the decoder refuses, is a value all the same.
      const isStructure = renamed > 0 || (refused > 0 && records.size === 0);
      const told = [...new Set([...records].sort((a, b) => a - b).map((i) => plain[i]?.n ?? ''))];
      return { role: isStructure ? 'structure' : told.length ? 'value' : 'unread', records: told };
    }),
  };
}

const namesOf = (records: readonly MappedRecord[]) => JSON.stringify(records.map(({ n }) => n));

/** Which of them differ, of two packs with the same names. */
function changed(before: readonly MappedRecord[], after: readonly MappedRecord[]): number[] {
  return before.flatMap((record, i) => (JSON.stringify(record) === JSON.stringify(after[i]) ? [] : [i]));
}

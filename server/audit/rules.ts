/** What of `wanted` differs from what is there, as the audit log keeps it; null when nothing does. */
export function changesOf<T extends object, W extends Partial<Record<keyof T, unknown>>>(
  present: T,
  wanted: W,
): { before: Record<string, unknown>; after: Given<W> } | null {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined) continue;
    const old = present[name as keyof T];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    before[name] = old;
    after[name] = value;
  }
  return Object.keys(after).length > 0 ? { before, after: after as Given<W> } : null;
}

/** Only what was really given: no property that is there and undefined. */
export type Given<W> = { [K in keyof W]?: Exclude<W[K], undefined> };

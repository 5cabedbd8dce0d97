import type { ReportedEntry } from '#server/twins/twin-contract.ts';

/** As many as are taken in at a glance. */
const MOST = 12;

/** What can be drawn, then switches, then texts. */
export function rank(kind: ReportedEntry['kind']): number {
  return kind === 'number' ? 0 : kind === 'boolean' ? 1 : 2;
}

/** The values that the overview shows: what it measures first, then how it is itself. */
export function shownValues(entries: readonly ReportedEntry[]): ReportedEntry[] {
  return entries
    .toSorted(
      (a, b) =>
        b.section.localeCompare(a.section) || rank(a.kind) - rank(b.kind) || a.name.localeCompare(b.name),
    )
    .slice(0, MOST);
}

const PLACE = /(^|:)(lat(itude)?|lon(gitude)?)$/i;

/** Whose day is drawn: the numbers among them, and the way that it went. */
export const drawnNames = (entries: readonly ReportedEntry[]): string[] => {
  const numbers = (of: readonly ReportedEntry[]) =>
    of.flatMap(({ name, kind }) => (kind === 'number' ? [name] : []));
  return [
    ...new Set([...numbers(shownValues(entries)), ...numbers(entries).filter((name) => PLACE.test(name))]),
  ];
};

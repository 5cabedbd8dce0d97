import type { ChartLine } from '#components/ui/chart/time-chart.tsx';

/**
 * Volts of one cell: fresh, where what is left is to be thought of, and where it ends. Makers' data sheets under the
 * small loads of sensors; a lithium thionyl chloride cell holds its voltage until shortly before its end.
 */
const CELLS: readonly { chemistry: RegExp; fresh: number; low: number; empty: number }[] = [
  { chemistry: /li-?\s?socl2|thionyl/i, fresh: 3.6, low: 3.3, empty: 3.0 },
  { chemistry: /li-?\s?mno2|manganese dioxide|cr\d{3,4}|cr123/i, fresh: 3.0, low: 2.7, empty: 2.4 },
  { chemistry: /li-?\s?fes2|iron disul/i, fresh: 1.6, low: 1.4, empty: 1.1 },
  { chemistry: /lifepo4|lfp/i, fresh: 3.3, low: 3.15, empty: 2.8 },
  { chemistry: /li-?\s?ion|li-?\s?po|lithium.?ion|polymer/i, fresh: 4.1, low: 3.55, empty: 3.2 },
  { chemistry: /ni-?mh/i, fresh: 1.3, low: 1.15, empty: 1.0 },
  { chemistry: /alkaline|al-?mn|zn-?mno2/i, fresh: 1.5, low: 1.2, empty: 0.9 },
];
const LOW_PERCENT = 20;
const EMPTY_PERCENT = 5;

/** Metadata with one of these names says it of a device whose type does not, or that has other batteries. */
export const CHEMISTRY_KEYS = ['batteryChemistry', 'battery'];

export function chemistryOf(type: string | null, metadata: Readonly<Record<string, string>>): string | null {
  for (const key of CHEMISTRY_KEYS) {
    const told = metadata[key];
    if (told && CELLS.some(({ chemistry }) => chemistry.test(told))) return told;
  }
  return type;
}

interface Measured {
  name: string;
  unit: string | null;
  /** Highest value of what is drawn: several cells in a row show by it. */
  most: number;
}

/** Where a battery is low and where it ends; of what is no battery, or of a chemistry that nobody knows, nothing. */
export function batteryLines(
  { name, unit, most }: Measured,
  chemistry: string | null,
  words: { low: string; empty: string },
): ChartLine[] {
  if (!/batter/i.test(name)) return [];
  if (unit === '%' || unit === '%EL')
    return [
      { value: LOW_PERCENT, label: words.low, tone: 'warn' },
      { value: EMPTY_PERCENT, label: words.empty, tone: 'bad' },
    ];
  if (unit !== 'V' && unit !== 'mV') return [];
  const cell = chemistry === null ? undefined : CELLS.find((each) => each.chemistry.test(chemistry));
  if (!cell) return [];
  const scale = unit === 'mV' ? 1000 : 1;
  const cells = Math.max(1, Math.round(most / scale / cell.fresh));
  const volts = (one: number) => Number((one * cells * scale).toFixed(3));
  return [
    { value: volts(cell.low), label: words.low, tone: 'warn' },
    { value: volts(cell.empty), label: words.empty, tone: 'bad' },
  ];
}

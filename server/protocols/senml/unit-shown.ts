import { isHiddenUnit } from './units.ts';

/** How people write the units whose SenML symbol is not what they write; every other symbol stands for itself. */
const WRITTEN: ReadonlyMap<string, string> = new Map([
  ['Cel', '°C'],
  ['Ohm', 'Ω'],
  ['deg', '°'],
  ['lat', '°'],
  ['lon', '°'],
  ['%RH', '%'],
  ['%EL', '%'],
  ['/100', '%'],
  ['/1000', '‰'],
  // Remaining battery time.
  ['EL', 's'],
  ['m2', 'm²'],
  ['m3', 'm³'],
  ['m/s2', 'm/s²'],
  ['m3/s', 'm³/s'],
  ['W/m2', 'W/m²'],
  ['cd/m2', 'cd/m²'],
  ['kg/m3', 'kg/m³'],
  ['ug/m3', 'µg/m³'],
  ['1/s', '/s'],
  ['1/min', '/min'],
  ['beat/min', '/min'],
  // A bel of sound pressure; a plain B is a byte.
  ['Bspl', 'B SPL'],
]);

/** Pure numbers: what they count stands in the name. */
const UNSAID: ReadonlySet<string> = new Set(['count', 'beats', 'pH']);

/** A stored unit for the screen; undefined where a number says more without. What is stored stays SenML. */
export function unitShown(unit: string | null | undefined): string | undefined {
  if (!unit || isHiddenUnit(unit) || UNSAID.has(unit)) return undefined;
  return WRITTEN.get(unit) ?? unit;
}

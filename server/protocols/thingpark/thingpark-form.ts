/** How ThingPark writes values: numbers as strings, figures with six decimals, times with an offset. */
export type ThingparkObject = { [name: string]: string | ThingparkObject | ThingparkObject[] };

export const figure = (value: number) => value.toFixed(6);

export const thingparkTime = (utc: string) => utc.replace('Z', '+00:00');

/** Leaves out what is not known. */
export function known(values: Record<string, ThingparkObject[string] | null | undefined>): ThingparkObject {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as ThingparkObject;
}

/** ETSI EN 300 220 bands as ThingPark names them; G0 is 863–868 MHz. */
export function subBand(frequencyHz: number): string | null {
  const megahertz = frequencyHz / 1_000_000;
  if (megahertz >= 863 && megahertz < 868) return 'G0';
  if (megahertz >= 868 && megahertz <= 868.6) return 'G1';
  if (megahertz >= 868.7 && megahertz <= 869.2) return 'G2';
  if (megahertz >= 869.4 && megahertz <= 869.65) return 'G3';
  return null;
}

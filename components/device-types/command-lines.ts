import type { Command } from '#server/device-types/contract.ts';

/** Values of a command as they are typed: `value = hex`, a line each, the hex of several downlinks with commas. */
export function linesOf(values: Command['values']): string {
  return values.map(({ value, hex }) => `${value} = ${hex.join(', ')}`).join('\n');
}

/** What a line lacks is left out: the contract says what is missing. The last `=` parts, so that a value may hold one. */
export function valuesOfLines(text: string): Command['values'] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const at = line.lastIndexOf('=');
      const [value, hex] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
      return {
        value: value.trim(),
        hex: hex
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      };
    });
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const colours = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    (m) => [m[1] ?? '', [m[2] ?? '', m[3] ?? '']] as const,
  ),
);

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function pairs(fronts: string[], backs: string[]): [string, string][] {
  return fronts.flatMap((front) => backs.map((back): [string, string] => [front, back]));
}

const surfaces = ['bg', 'panel', 'raised', 'sunk', 'sel', 'hover'];
const text = [
  ...pairs(['ink', 'dim', 'faint'], [...surfaces, 'line-soft']),
  ...pairs(['accent', 'up', 'warn', 'bad', 'series-3', 'series-5'], ['bg', 'panel', 'raised', 'sel']),
  ...['accent', 'up', 'warn', 'bad'].flatMap((tone) => pairs([tone, 'ink'], [`${tone}-soft`])),
  ...pairs(['on-accent'], ['accent', 'accent-strong']),
  ...pairs(['on-bad'], ['bad']),
  ...pairs(['panel'], ['up']),
];
/** Edges by which a field or box is known, and graphics that carry meaning. */
const graphics = pairs(['edge', 'up', 'accent', 'bad', 'warn'], ['panel', 'raised']);

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_theme, side) => {
  it.each(text)('text %s on %s reaches 4.5', (front, back) => {
    expect(
      contrast(colours.get(front)?.[side] ?? '', colours.get(back)?.[side] ?? ''),
    ).toBeGreaterThanOrEqual(4.5);
  });
  it.each(graphics)('%s on %s reaches 3', (front, back) => {
    expect(
      contrast(colours.get(front)?.[side] ?? '', colours.get(back)?.[side] ?? ''),
    ).toBeGreaterThanOrEqual(3);
  });
});

it('measures as the standard does', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 1);
});

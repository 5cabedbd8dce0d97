import { expect, it } from 'vitest';
import { extentOf, layoutCanvas } from './canvas-layout.ts';

const box = (id: string) => ({ id, width: 200, height: 60 });

it('goes from left to right along the edges and keeps boxes apart', () => {
  const placed = layoutCanvas(
    [box('a'), box('b'), box('c'), box('d')],
    [
      { from: 'a', to: 'c' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'd' },
    ],
  );
  const at = Object.fromEntries(placed.map((one) => [one.id, one]));
  expect(at.a?.x).toBe(at.b?.x);
  expect((at.a?.x ?? 0) + 200).toBeLessThan(at.c?.x ?? 0);
  expect((at.c?.x ?? 0) + 200).toBeLessThan(at.d?.x ?? 0);
  expect(Math.abs((at.a?.y ?? 0) - (at.b?.y ?? 0))).toBeGreaterThanOrEqual(60);
});

it('places what nothing is linked to, and overlooks edges to what is not there', () => {
  const placed = layoutCanvas([box('a'), box('b')], [{ from: 'a', to: 'gone' }]);
  expect(placed.map((one) => one.id)).toEqual(['a', 'b']);
  expect(placed.every((one) => Number.isFinite(one.x) && Number.isFinite(one.y))).toBe(true);
});

it('goes from top to bottom where there is no width', () => {
  const placed = layoutCanvas([box('a'), box('b')], [{ from: 'a', to: 'b' }], 'TB');
  expect(placed[0]?.x).toBe(placed[1]?.x);
  expect((placed[0]?.y ?? 0) + 60).toBeLessThan(placed[1]?.y ?? 0);
});

it('knows how much room the drawing takes', () => {
  const placed = layoutCanvas([box('a'), box('b')], [{ from: 'a', to: 'b' }], 'TB');
  const { width, height } = extentOf(placed);
  expect(width).toBeGreaterThanOrEqual(200);
  expect(width).toBeLessThan(220);
  expect(height).toBeGreaterThan(120);
});

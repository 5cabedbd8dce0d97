import { expect, it } from 'vitest';
import { FORMS, formFor, sizeOf } from './canvas-form.ts';
import { extentOf, layoutCanvas, neighbourOf, placeLabels } from './canvas-layout.ts';
import type { CanvasNode } from './flow-canvas.tsx';

const box = (id: string) => ({ id, width: 200, height: 60 });

it('goes from left to right along the edges and keeps boxes apart', () => {
  const placed = layoutCanvas(
    [box('a'), box('b'), box('c'), box('d')],
    [
      { from: 'a', to: 'c' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'd' },
    ],
    FORMS.wide,
  );
  const at = Object.fromEntries(placed.map((one) => [one.id, one]));
  expect(at.a?.x).toBe(at.b?.x);
  expect((at.a?.x ?? 0) + 200).toBeLessThan(at.c?.x ?? 0);
  expect((at.c?.x ?? 0) + 200).toBeLessThan(at.d?.x ?? 0);
  expect(Math.abs((at.a?.y ?? 0) - (at.b?.y ?? 0))).toBeGreaterThanOrEqual(60);
});

it('places what nothing is linked to, and overlooks edges to what is not there', () => {
  const placed = layoutCanvas([box('a'), box('b')], [{ from: 'a', to: 'gone' }], FORMS.wide);
  expect(placed.map((one) => one.id)).toEqual(['a', 'b']);
  expect(placed.every((one) => Number.isFinite(one.x) && Number.isFinite(one.y))).toBe(true);
});

it('what goes back is placed as if it went forth, and a longer way leaves its columns free', () => {
  const placed = layoutCanvas(
    [box('a'), box('b'), box('c')],
    [
      { from: 'b', to: 'a', back: true },
      { from: 'a', to: 'c', span: 2 },
    ],
    FORMS.wide,
  );
  const [a, b, c] = placed.map(({ x }) => x) as [number, number, number];
  expect(b).toBeGreaterThan(a);
  expect(c).toBeGreaterThan(b);
});

it('goes from top to bottom where there is no width', () => {
  const placed = layoutCanvas([box('a'), box('b')], [{ from: 'a', to: 'b' }], FORMS.upright);
  expect(placed[0]?.x).toBe(placed[1]?.x);
  expect((placed[0]?.y ?? 0) + 60).toBeLessThan(placed[1]?.y ?? 0);
});

it('knows how much room the drawing takes', () => {
  const placed = layoutCanvas([box('a'), box('b')], [{ from: 'a', to: 'b' }], FORMS.upright);
  const { width, height } = extentOf(placed);
  expect(width).toBeGreaterThanOrEqual(200);
  expect(width).toBeLessThan(220);
  expect(height).toBeGreaterThan(120);
});

it('each way has a place of its own for what it tells', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e'].map(box);
  const edges = nodes.flatMap((node) => (node.id === 'e' ? [] : [{ from: node.id, to: 'e' }]));
  const places = placeLabels(layoutCanvas(nodes, edges, FORMS.wide), edges, 'LR');
  const points = edges.map(({ from, to }) => places.get(`${from}>${to}`));
  for (const [n, one] of points.entries())
    for (const other of points.slice(n + 1))
      expect(
        Math.abs((one?.x ?? 0) - (other?.x ?? 0)) >= 64 || Math.abs((one?.y ?? 0) - (other?.y ?? 0)) >= 21,
      ).toBe(true);
});

it('arrow keys lead to the nearest box on that side, and nowhere where there is none', () => {
  const at = (id: string, x: number, y: number) => ({ ...box(id), x, y });
  const boxes = [at('a', 0, 0), at('b', 0, 100), at('c', 300, 100), at('d', 300, 400)];
  expect(neighbourOf(boxes, 'a', 'ArrowDown')).toBe('b');
  expect(neighbourOf(boxes, 'b', 'ArrowRight')).toBe('c');
  expect(neighbourOf(boxes, 'c', 'ArrowLeft')).toBe('b');
  expect(neighbourOf(boxes, 'c', 'ArrowDown')).toBe('d');
  expect(neighbourOf(boxes, 'a', 'ArrowUp')).toBeNull();
});

it('many things are drawn in one line each, from the top; few as large as there is room', () => {
  const many = (count: number): CanvasNode[] =>
    Array.from({ length: count }, (_, n) => ({ id: `${n}`, kind: 'devices', title: '', state: 'ok' }));
  expect(formFor(1200, many(8))).toBe(FORMS.wide);
  expect(formFor(1200, many(9))).toBe(FORMS.dense);
  expect(formFor(360, many(4))).toBe(FORMS.upright);
  expect(formFor(360, many(5))).toBe(FORMS.denseNarrow);
  const nodes = [...many(9), { ...(many(1)[0] as CanvasNode), id: 'end' }];
  const placed = layoutCanvas(
    nodes.map((node) => ({ id: node.id, ...sizeOf(node, FORMS.dense) })),
    many(9).map(({ id }) => ({ from: id, to: 'end' })),
    FORMS.dense,
  );
  expect(placed.at(-1)?.y).toBe(Math.min(...placed.map(({ y }) => y)));
});

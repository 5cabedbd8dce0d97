import { expect, it } from 'vitest';
import { placeCaptions } from './place-captions.ts';

const size = { x: 300, y: 200 };
const at = (id: string, x: number, y: number) => ({ id, text: 'A210', x, y });

it('stands to the right, and to the left where the map ends', () => {
  expect(placeCaptions([at('a', 100, 100)], size)[0]?.left).toBe(109);
  expect(placeCaptions([at('a', 290, 100)], size)[0]?.left).toBeLessThan(290);
});

it('keeps away from other dots and other words', () => {
  const [first, second] = placeCaptions([at('a', 100, 100), at('b', 118, 100)], size);
  expect(first?.left).toBeLessThan(100);
  expect(second?.left).toBeGreaterThan(118);
});

it('says nothing rather than writing over something', () => {
  const crowd = [at('a', 15, 10), at('b', 24, 10), at('c', 15, 18), at('d', 24, 18), at('e', 20, 26)];
  expect(placeCaptions(crowd, { x: 40, y: 36 })).toEqual([]);
});

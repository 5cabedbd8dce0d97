import { describe, expect, it } from 'vitest';
import { countriesOfTheWorld } from './countries.ts';
import { closeOverPole, type LonLat, unwrapRing } from './unwrap-ring.ts';

describe('unwrapRing', () => {
  it.each<[LonLat[], number[]]>([
    [
      [
        [170, 0],
        [179, 1],
        [-179, 2],
        [-170, 3],
        [170, 0],
      ],
      [170, 179, 181, 190, 170],
    ],
    [
      [
        [-170, 0],
        [-179, 1],
        [179, 2],
        [-170, 0],
      ],
      [-170, -179, -181, -170],
    ],
    [
      [
        [0, 0],
        [10, 0],
        [5, 5],
        [0, 0],
      ],
      [0, 10, 5, 0],
    ],
    [[], []],
  ])('%j', (ring, longitudes) => {
    expect(unwrapRing(ring).map(([longitude]) => longitude)).toEqual(longitudes);
  });
});

it('closes a ring around the south pole along the pole', () => {
  const ring = unwrapRing([
    [-180, -80],
    [-60, -75],
    [60, -75],
    [180, -80],
    [-180, -80],
  ]);
  expect(closeOverPole(ring.slice(0, 4)).slice(-3)).toEqual([
    [180, -90],
    [-180, -90],
    [-180, -80],
  ]);
});

it('leaves no line across the whole map in the built-in atlas', () => {
  const drawn = countriesOfTheWorld().features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon'
      ? geometry.coordinates
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.flat()
        : [],
  );
  expect(drawn.length).toBeGreaterThan(1000);
  for (const ring of drawn) {
    const steps = ring.slice(1).map((point, index) => {
      const before = ring[index] ?? point;
      // Along the pole itself a whole turn is a single point.
      return Math.abs(point[1] ?? 0) === 90 && before[1] === point[1]
        ? 0
        : Math.abs((point[0] ?? 0) - (before[0] ?? 0));
    });
    expect(Math.max(0, ...steps)).toBeLessThanOrEqual(180);
  }
});

import { expect, it } from 'vitest';
import type { Series } from '#server/measurements/series-contract.ts';
import { trendsOf } from './trends-of.ts';

const hour = 3_600_000;
const series = (points: [at: number, avg: number, n?: number][]): Series[] => [
  {
    name: 'temperature',
    unit: 'Cel',
    bucketSeconds: null,
    points: points.map(([at, avg, n = 1]) => ({ at: new Date(at), avg, min: avg, max: avg, n })),
  },
];
const values = (points: [number, number, number?][], slots = 24) =>
  trendsOf(series(points), 0, slots * hour, slots)[0]?.values;

it('puts measurements at their moments and averages those of one moment by their number', () => {
  const drawn = values([
    [0, 10, 1],
    [1, 20, 3],
    [23.5 * hour, 5],
  ]);
  expect(drawn?.[0]).toBe(17.5);
  expect(drawn?.[23]).toBe(5);
});

it('bridges the holes of a slow rhythm, and leaves a silence a silence', () => {
  const drawn = values([
    [0, 0],
    [2 * hour, 2],
    [10 * hour, 9],
  ]);
  expect(drawn?.slice(0, 4)).toEqual([0, 1, 2, null]);
  expect(drawn?.[9]).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { type ChartSeries, mergeSeries, niceDomain, niceTicks, usualStep } from './chart-data.ts';

const series = (points: [number, number | null][], more: Partial<ChartSeries> = {}): ChartSeries => ({
  id: 's',
  label: 'S',
  points: points.map(([t, value]) => ({ t, value })),
  ...more,
});
const drawn = (all: ChartSeries[], index = 0) => mergeSeries(all).map((row) => [row.t, row[`d${index}`]]);

describe('mergeSeries', () => {
  it('breaks the line over silence and only there', () => {
    expect(
      drawn([
        series([
          [0, 1],
          [10, 2],
          [20, 3],
          [60, 4],
          [70, 5],
        ]),
      ]),
    ).toEqual([
      [0, 1],
      [10, 2],
      [20, 3],
      [40, null],
      [60, 4],
      [70, 5],
    ]);
  });

  it('takes the gap that is told', () => {
    expect(
      drawn([
        series(
          [
            [0, 1],
            [1000, 2],
            [9000, 3],
          ],
          { gapSeconds: 10 },
        ),
      ]),
    ).toEqual([
      [0, 1],
      [1000, 2],
      [9000, 3],
    ]);
    expect(
      drawn([
        series(
          [
            [0, 1],
            [1000, 2],
            [9000, 3],
          ],
          { gapSeconds: 5 },
        ),
      ]),
    ).toEqual([
      [0, 1],
      [1000, 2],
      [5000, null],
      [9000, 3],
    ]);
  });

  it('draws a series through the moments of another without giving it values there', () => {
    const rows = mergeSeries([
      series([
        [0, 0],
        [10, 10],
        [20, 20],
      ]),
      series([[5, 7]]),
    ]);
    expect(rows[1]).toEqual({ t: 5, d0: 5, v1: 7, d1: 7 });
    expect(rows[2]).toEqual({ t: 10, v0: 10, d0: 10, d1: null });
  });

  it('keeps steps level', () => {
    expect(
      drawn([
        series(
          [
            [0, 1],
            [10, 9],
          ],
          { look: 'step' },
        ),
        series([[5, 0]]),
      ]),
    ).toEqual([
      [0, 1],
      [5, 1],
      [10, 9],
    ]);
  });

  it('keeps a null that was sent, and does not draw across it', () => {
    expect(
      drawn([
        series([
          [0, 1],
          [10, null],
          [20, 3],
        ]),
        series([
          [5, 0],
          [15, 0],
        ]),
      ]),
    ).toEqual([
      [0, 1],
      [5, null],
      [10, null],
      [15, null],
      [20, 3],
    ]);
  });

  it('sorts what came late, and carries the band', () => {
    const rows = mergeSeries([
      {
        id: 'x',
        label: 'X',
        points: [
          { t: 10, value: 2, min: 1, max: 3 },
          { t: 0, value: 1 },
        ],
      },
    ]);
    expect(rows).toEqual([
      { t: 0, v0: 1, d0: 1 },
      { t: 10, v0: 2, b0: [1, 3], d0: 2 },
    ]);
  });
});

it('knows the usual step in spite of holes', () => {
  expect(usualStep([0, 10, 20, 90, 100].map((t) => ({ t, value: 0 })))).toBe(10);
  expect(usualStep([{ t: 1, value: 0 }])).toBe(0);
});

it.each([
  [
    [10, 20],
    [9.2, 20.8],
  ],
  [
    [0, 100],
    [0, 108],
  ],
  [
    [5, 5],
    [4.5, 5.5],
  ],
  [
    [-4, -2],
    [-4.16, -1.84],
  ],
  [[], [0, 1]],
])('domain of %j', (values, expected) => {
  const [low, high] = niceDomain(values);
  expect([low, high]).toEqual([expect.closeTo(expected[0] ?? 0), expect.closeTo(expected[1] ?? 0)]);
});

it.each([
  [
    [0, 108],
    [0, 25, 50, 75, 100],
  ],
  [
    [9.2, 20.8],
    [10, 12.5, 15, 17.5, 20],
  ],
  [
    [-0.02, 0.021],
    [-0.02, -0.01, 0, 0.01, 0.02],
  ],
] as const)('ticks in %j', (domain, expected) => {
  expect(niceTicks([domain[0], domain[1]])).toEqual(expected);
});

import { describe, expect, it } from 'vitest';
import { dataToRecords } from '#server/sandbox/data-to-records.ts';
import { leavesOf } from './leaves.ts';

describe('leaves of a codec’s data', () => {
  it.each([
    [{ temperature: 21.5, door: { open: true }, text: 'a' }],
    [{ readings: [{ value: 1 }, { value: 2 }], none: null }],
    [{}],
    [null],
  ])('have the names that the platform gives records (%j)', (data) => {
    const names = dataToRecords(data).records.map((record) => record.n);
    expect(leavesOf(data).map((leaf) => leaf.path)).toEqual(names);
  });
});

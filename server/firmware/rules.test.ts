import { describe, expect, it } from 'vitest';
import { assignmentOfPath, rangeOf, reportedFirmware } from './rules.ts';

describe('a range of RFC 9110 §14.2', () => {
  it.each([
    ['bytes=0-255', { first: 0, last: 255 }],
    ['bytes=1024-1279', { first: 1024, last: 1279 }],
    ['BYTES=0-0', { first: 0, last: 0 }],
    ['bytes=3400-9999', { first: 3400, last: 3482 }],
    ['bytes=3000-', { first: 3000, last: 3482 }],
    ['bytes=-83', { first: 3400, last: 3482 }],
    ['bytes=-9999', { first: 0, last: 3482 }],
    ['bytes=3483-', 'unsatisfiable'],
    ['bytes=4000-4100', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
  ])('%s', (header, expected) => {
    expect(rangeOf(header, 3483)).toEqual(expected);
  });

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=9-1',
    'bytes=0-1,5-6',
    'items=0-1',
    'bytes=a-b',
    'bytes=0-1x',
  ])('%s is none that we serve: the whole is answered', (header) => {
    expect(rangeOf(header, 3483)).toBeNull();
  });
});

it('knows its addresses by their id alone', () => {
  const id = '3ac7e3c4-4401-4b8d-9386-a5c902f9202d';
  expect(assignmentOfPath(`/ingestion/firmware/${id.toUpperCase()}`)).toBe(id);
  for (const path of ['/ingestion/firmware/', `/ingestion/firmware/${id}/x`, `/firmware/${id}`])
    expect(assignmentOfPath(path)).toBeNull();
});

it('finds the firmware of a device under the names that devices use, words before numbers', () => {
  expect(reportedFirmware({})).toBeNull();
  expect(reportedFirmware({ temperature: { v: 1, t: 1, o: '' } })).toBeNull();
  expect(reportedFirmware({ firmwareVersion: { v: 2, t: 5, o: '' } })).toEqual({ version: '2', at: '5' });
  expect(
    reportedFirmware({ fwVersion: { vs: '0.9', t: 9, o: '' }, firmwareVersion: { vs: '1.0', t: 5, o: '' } }),
  ).toMatchObject({ version: '1.0' });
});

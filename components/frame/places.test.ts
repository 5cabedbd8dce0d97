import { describe, expect, it } from 'vitest';
import { namesOf } from './menu-names.ts';
import { placesNamed } from './places.ts';

const place = (name: Parameters<typeof namesOf>[0]) => ({
  id: name,
  kind: 'place',
  title: name,
  href: `/${name}`,
  names: namesOf(name),
});
const places = [
  place('addDevice'),
  place('devices'),
  place('loraDevices'),
  place('bulkReports'),
  place('auditLog'),
];
const found = (text: string) => placesNamed(places, text).map(({ id }) => id);

describe('pages by their name', () => {
  it('are found by a part of it, those that begin so first', () => {
    expect(found('bulk rep')).toEqual(['bulkReports']);
    expect(found('device')).toEqual(['devices', 'addDevice', 'loraDevices']);
    expect(found('  AUDIT ')).toEqual(['auditLog']);
  });

  it('in each language, whichever is read', () => {
    for (const name of namesOf('bulkReports')) expect(found(name)).toEqual(['bulkReports']);
    expect(new Set(namesOf('bulkReports')).size).toBe(2);
  });

  it('nothing by nothing, and nothing by another word', () => {
    expect(found('')).toEqual([]);
    expect(found('zebra')).toEqual([]);
  });
});

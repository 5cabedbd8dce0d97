import { expect, it } from 'vitest';
import { identifierGroups } from './identifier-groups.ts';

it.each([
  ['0059AC00001B3461', 'devEui', ['0059AC00', '001B3461']],
  ['8931440400000000001', 'iccid', ['8931', '4404', '0000', '0000', '001']],
  ['357292748642776', 'imei', ['357292748642776']],
  ['0059AC00', 'devEui', ['0059AC00']],
  ['', 'devEui', ['']],
] as const)('%s as %s', (value, kind, expected) => {
  expect(identifierGroups(value, kind)).toEqual(expected);
  expect(identifierGroups(value, kind).join('')).toBe(value);
});

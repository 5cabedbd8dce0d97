import { describe, expect, it } from 'vitest';
import { type VersionRule, versionRuleSchema } from './version-rule-contract.ts';
import { compareFirmware, fits } from './version-rules.ts';

describe('firmware versions', () => {
  it.each([
    ['1.10', '1.9', 1],
    ['1.9', '1.10', -1],
    ['v2.0', '2.0', 0],
    ['2.0', '2.0.0', 0],
    ['2.0-beta', '2.0', -1],
    ['2.0-beta2', '2.0-beta1', 1],
    ['TL-A7', 'TL-A12', -1],
    ['17', '9', 1],
    ['', '', 0],
  ])('%s against %s', (one, other, sign) => {
    expect(Math.sign(compareFirmware(one, other))).toBe(sign);
    expect(Math.sign(compareFirmware(other, one))).toBe(sign === 0 ? 0 : -sign);
  });
});

const at = new Date('2026-03-04T05:06:07Z');
const message = { fPort: 2, firmware: '1.4.2', at };

it.each<[string, Omit<VersionRule, 'versionId'>, boolean]>([
  ['its port', { fPorts: [1, 2] }, true],
  ['another port', { fPorts: [3] }, false],
  ['firmware from', { firmwareFrom: '1.4.2' }, true],
  ['firmware from later', { firmwareFrom: '1.5' }, false],
  ['firmware before', { firmwareBefore: '1.4.2' }, false],
  ['firmware between', { firmwareFrom: '1.4', firmwareBefore: '1.5' }, true],
  ['from its moment', { from: '2026-03-04T05:06:07Z' }, true],
  ['before its moment', { before: '2026-03-04T05:06:07Z' }, false],
  ['before a later one', { before: '2026-03-05T00:00:00Z' }, true],
  ['all that is asked must fit', { fPorts: [2], firmwareFrom: '2' }, false],
])('%s', (_, rule, fit) => {
  expect(fits(rule, message)).toBe(fit);
});

it('what a message does not tell fits no rule that asks for it', () => {
  const silent = { fPort: null, firmware: null, at };
  for (const rule of [{ fPorts: [2] }, { firmwareFrom: '0' }, { firmwareBefore: '9' }])
    expect(fits(rule, silent)).toBe(false);
});

it('a rule without any condition is refused', () => {
  expect(versionRuleSchema.safeParse({ versionId: '7d0c1ee5-5f75-4a07-9a2c-0b2d1f2f6a10' }).success).toBe(
    false,
  );
});

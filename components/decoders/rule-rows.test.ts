import { describe, expect, it } from 'vitest';
import { versionRuleSchema } from '#server/decoders/version-rule-contract.ts';
import { rowOf, ruleOf } from './rule-rows.ts';

const versionId = '0b8f7d2e-5c1a-4f3b-9a6d-2e4c8b1f7a90';

describe('a rule as it is typed', () => {
  it.each([
    [{ versionId, fPorts: [2, 10] }],
    [{ versionId, firmwareFrom: '1.9', firmwareBefore: '2.0' }],
    [{ versionId, from: '2026-03-04T05:06:00.000Z', before: '2026-10-25T00:30:00.000Z' }],
  ])('goes out as it came in: %j', (rule) => {
    expect(ruleOf(rowOf(rule, 0))).toEqual(rule);
    expect(versionRuleSchema.safeParse(ruleOf(rowOf(rule, 0))).success).toBe(true);
  });

  it.each([
    ['ports that are none', { fPorts: 'two' }],
    ['a date that is none', { from: 'tomorrow' }],
    ['nothing at all', {}],
  ])('%s is refused, not left out', (_, typed) => {
    expect(versionRuleSchema.safeParse(ruleOf({ ...rowOf({ versionId }, 0), ...typed })).success).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { digitsPart, identifiersIn } from './rules.ts';

describe('identifiers as people paste them', () => {
  it.each([
    ['0059AC0000152B91', '0059AC0000152B91'],
    ['00-59-ac-00-00-15-2b-91', '0059AC0000152B91'],
    ['00:59:AC:00:00:15:2B:91', '0059AC0000152B91'],
    [' 0059 AC00 0015 2B91 ', '0059AC0000152B91'],
    ['urn:dev:DEVEUI:0059AC0000152B91:', '0059AC0000152B91'],
    ['35-209900-176148-1', '352099001761481'],
    ['3F2504E0-4F89-41D3-9A0C-0305E82C3301', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    ['3f2504e04f8941d39a0c0305e82c3301', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
  ])('%s', (text, stored) => expect(identifiersIn(text)).toEqual([stored]));

  it.each(['pump', '0059AC', '35209900176148', '', '3f2504e0-4f89-41d3-9a0c-0305e82c33011'])(
    '%s is none',
    (text) => expect(identifiersIn(text)).toEqual([]),
  );
});

describe('digits of a SIM', () => {
  it.each([
    ['8931 0880 1234 5678 901', '8931088012345678901'],
    ['89-31-0880-1234-5678-9012', '893108801234567890' + '12'],
    ['8931088012345678901F', '8931088012345678901'],
    ['+31 6 1234 5678', '31612345678'],
    ['0031612345678', '31612345678'],
    ['4567', '4567'],
  ])('%s', (text, digits) => expect(digitsPart(text)).toBe(digits));

  it.each(['456', 'pump 4567', '', 'abcd1234'])('%s is none', (text) => expect(digitsPart(text)).toBeNull());
});

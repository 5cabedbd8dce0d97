import { expect, it } from 'vitest';
import { looksLikeIdentifier } from './looks-like-identifier.ts';

it.each([
  ['0059AC00001B3461', true],
  [' 00:59:ac:00:00:1b:34:61 ', true],
  ['0059AC00 001B3461', true],
  ['357292748642776', true],
  ['8931440400000000001', true],
  ['99086060-b099-416e-8c5c-0123456789ab', true],
  ['0059AC00001B346', false],
  ['0059AC00001B34612', false],
  ['quay 7', false],
  ['3572927486427', false],
  ['', false],
])('%j → %s', (text, expected) => {
  expect(looksLikeIdentifier(text)).toBe(expected);
});

import { expect, it } from 'vitest';
import { isKnownTo, strongTagsOf } from './entity-tags.ts';

it.each([
  [null, false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['"b",W/"a" ,', true],
  [' * ', true],
  ['"b"', false],
  ['a', false],
  ['"a" or so', false],
  ['', false],
])('If-None-Match: %s', (field, known) => {
  expect(isKnownTo(field, '"a"')).toBe(known);
  expect(isKnownTo(field, 'W/"a"')).toBe(known);
});

it.each([
  [null, undefined],
  ['*', undefined],
  ['"a"', ['a']],
  ['"a", "b,c"', ['a', 'b,c']],
  ['W/"a", "b"', ['b']],
  ['W/"a"', []],
  ['nonsense', []],
])('If-Match: %s', (field, tags) => {
  expect(strongTagsOf(field)).toEqual(tags);
});

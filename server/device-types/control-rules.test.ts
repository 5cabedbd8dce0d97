import { describe, expect, test } from 'vitest';
import { controlsSetSchema } from './contract.ts';
import { controlMisfit } from './control-rules.ts';

const ID = '9629ddf1-b1c0-410b-b6a1-5003afd6e26c';
const { controls } = controlsSetSchema.parse({
  id: ID,
  controls: [
    { name: 'interval', kind: 'number', unit: 's', min: 60, max: 3600 },
    { name: 'mode', kind: 'choice', choices: ['eco', 'day'], command: 'mode' },
    { name: 'light', kind: 'boolean' },
    { name: 'label', kind: 'text' },
  ],
});

test.each([
  ['interval', 60, null],
  ['interval', 59, 'must be 60 at least'],
  ['interval', 3601, 'must be 3600 at most'],
  ['interval', '60', 'must be a number'],
  ['mode', 'eco', null],
  ['mode', 'night', 'must be one of eco, day'],
  ['light', false, null],
  ['light', 'false', 'must be true or false'],
  ['label', 'x', null],
  ['label', 1, 'must be text'],
  ['anything', 1, null],
])('%s wished to be %j: %s', (name, value, misfit) =>
  expect(controlMisfit(controls, name, value)).toBe(misfit),
);

describe('controls that are none', () => {
  test.each([
    [{ name: 'a', kind: 'choice' }],
    [{ name: 'a', kind: 'choice', choices: [] }],
    [{ name: 'a', kind: 'number', min: 2, max: 1 }],
    [{ name: '', kind: 'text' }],
    [{ name: 'bad name', kind: 'text' }],
  ])('%j', (control) =>
    expect(controlsSetSchema.safeParse({ id: ID, controls: [control] }).success).toBe(false),
  );
  test('a name twice', () => {
    const twice = [
      { name: 'a', kind: 'text' },
      { name: 'a', kind: 'number' },
    ];
    expect(controlsSetSchema.safeParse({ id: ID, controls: twice }).success).toBe(false);
  });
});

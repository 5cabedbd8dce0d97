import { describe, expect, it, test } from 'vitest';
import { networkRefusal, rhythmOf, typeRefusal } from './rules.ts';

describe('which network information a device may have', () => {
  const lora = { networks: ['lora'], loraKeys: 'preset' as const };
  const programmable = { networks: ['lora'], loraKeys: 'generated' as const };
  const both = { networks: ['cellular', 'generic'], loraKeys: null };

  test.each([
    [lora, { lora: {} }, null],
    [lora, {}, null],
    [lora, { cellular: {} }, 'devices.wrong-network'],
    [programmable, { lora: {} }, 'devices.keys-are-generated'],
    [both, { cellular: {}, generic: {} }, null],
    [both, { lora: undefined }, null],
    [both, { lora: {}, generic: {} }, 'devices.wrong-network'],
  ])('%j with %j: %s', (type, given, code) => expect(networkRefusal(type, given)?.code ?? null).toBe(code));

  it('the platform itself may bring keys to a type whose keys are made', () =>
    expect(networkRefusal(programmable, { lora: {} }, true)).toBeNull());

  it('managed types are the operator’s', () => {
    expect(typeRefusal({ category: 'managed' })?.kind).toBe('forbidden');
    expect(typeRefusal({ category: 'own' })).toBeNull();
  });
});

test.each([
  [null, null],
  [0, null],
  [0.4, null],
  [1, 1],
  [600, 600],
])('an interval of %s seconds is spoken of as %s', (seconds, told) => expect(rhythmOf(seconds)).toBe(told));

import { describe, expect, it, test } from 'vitest';
import { changeRefusal, deleteRefusal, slugOf } from './rules.ts';

const ID = '9629ddf1-b1c0-410b-b6a1-5003afd6e26c';

test.each([
  ['Water level (v2)', 'water-level-v2-9629ddf1'],
  ['Käse  & Co.', 'kase-co-9629ddf1'],
  ['水位', 'type-9629ddf1'],
])('the name for programs of %j is %s', (name, slug) => expect(slugOf(name, ID)).toBe(slug));

describe('what devices hold on to', () => {
  const lora = { networks: ['lora'], loraKeys: 'preset' };
  it('networks and keys stay while there are devices', () => {
    expect(changeRefusal(lora, { networks: ['generic'], loraKeys: null }, 0)).toBeNull();
    expect(changeRefusal(lora, { ...lora, loraKeys: 'generated' }, 1)?.code).toBe(
      'device-types.networks-fixed',
    );
    expect(changeRefusal(lora, { networks: ['lora', 'generic'], loraKeys: 'preset' }, 1)?.details).toEqual({
      devices: 1,
    });
    expect(changeRefusal(lora, { ...lora }, 7)).toBeNull();
    const both = { networks: ['generic', 'cellular'], loraKeys: null };
    expect(changeRefusal(both, { networks: ['cellular', 'generic'], loraKeys: null }, 7)).toBeNull();
  });

  it('it goes only when nothing is of it', () => {
    expect(deleteRefusal(0)).toBeNull();
    expect(deleteRefusal(2)?.details).toEqual({ devices: 2 });
  });
});

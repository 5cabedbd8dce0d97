import { describe, expect, it } from 'vitest';
import type { DeviceType } from '#server/device-types/contract.ts';
import { isAllowed, orderTypes, typeOfHeard } from './order-types.ts';

const type = (slug: string, more: Partial<DeviceType> = {}) =>
  ({ slug, name: slug, category: 'own', own: false, ...more }) as DeviceType;

it('own types first, then the general ones, then by name, managed ones last', () => {
  const types = [
    type('zenner'),
    type('a-managed', { category: 'managed' }),
    type('generic-m2m'),
    type('elsys'),
    type('own-lora'),
    type('mine-b', { own: true }),
    type('mine-a', { own: true }),
  ];
  expect(orderTypes(types).map(({ slug }) => slug)).toEqual([
    'mine-a',
    'mine-b',
    'own-lora',
    'generic-m2m',
    'elsys',
    'zenner',
    'a-managed',
  ]);
});

describe('a project', () => {
  const any = { allowedNetworks: null, allowedDeviceTypeIds: null };
  const lora = type('generic-lora-preset', { id: 'p', networks: ['lora'] });
  const tug = type('tug', { id: 't', networks: ['lora', 'cellular'] });

  it('lets in what its subscription names, of a device of several networks each', () => {
    expect([undefined, any].map((project) => isAllowed(tug, project))).toEqual([true, true]);
    const ofLora = { ...any, allowedNetworks: ['lora' as const] };
    expect([lora, tug].map((one) => isAllowed(one, ofLora))).toEqual([true, false]);
    expect([lora, tug].map((one) => isAllowed(one, { ...any, allowedDeviceTypeIds: ['t'] }))).toEqual([
      false,
      true,
    ]);
  });

  it('a DevEUI that was heard begins as no particular device, nor as one that the project does not let in', () => {
    const types = [type('1m2m', { id: 'a', loraKeys: 'preset', networks: ['lora'] }), lora];
    expect(typeOfHeard(types, any)).toBe(lora);
    expect(typeOfHeard(types, { ...any, allowedDeviceTypeIds: ['a'] })).toBeNull();
  });
});

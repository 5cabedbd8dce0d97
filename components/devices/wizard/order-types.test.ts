import { expect, it } from 'vitest';
import type { DeviceType } from '#server/device-types/contract.ts';
import { orderTypes } from './order-types.ts';

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

import { expect, it } from 'vitest';
import { dvnUuidSchema } from '#server/devices/network-contract.ts';
import { randomUuid } from './random-uuid.ts';

it('makes what the contract takes for a DvnUUID, another one each time', () => {
  const made = Array.from({ length: 500 }, randomUuid);
  expect(made.filter((uuid) => dvnUuidSchema.safeParse(uuid).data !== uuid)).toEqual([]);
  expect(new Set(made).size).toBe(500);
});

import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiOperations } from './api-operations.ts';

const paged = apiOperations.flatMap(({ name, query }) => {
  const { properties = {} } = query ? z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }) : {};
  return properties.limit ? [{ name, limit: properties.limit }] : [];
});

it('every list in pages takes 1 to 500 a page, 50 unless told', () => {
  expect(paged.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['searchDestinations', 'searchDeliveries', 'searchDevices', 'searchProjects']),
  );
  expect(paged.length).toBeGreaterThan(6);
  for (const { limit } of paged) expect(limit).toMatchObject({ minimum: 1, maximum: 500, default: 50 });
});

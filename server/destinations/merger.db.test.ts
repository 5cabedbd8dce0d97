import { beforeAll, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { destinationMergerSchema } from './contract.ts';
import { getDestination, getMergerChoices } from './read-destinations.ts';
import { setMerger } from './set-merger.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

/** The customer's own decoder and one of the catalogue. */
async function two(tenant: Tenant): Promise<[string, string]> {
  const [catalogue] = await database.sql<{ id: string }[]>`
    select id from decoders where customer_id <> ${tenant.customerId} and kind = 'built-in' order by name limit 1`;
  return [tenant.ids.decoder, catalogue?.id as string];
}

const form = (decoderIds: string[], id = a.ids.destination) =>
  destinationMergerSchema.parse({ id, merge: true, decoderIds });

it('is set with what it leaves out by default, and stands in the audit log once, whoever sets it again', async () => {
  const decoderIds = await two(a);
  expect((await getDestination(a.system, { id: a.ids.destination })).merger).toBeNull();
  for (let time = 0; time < 2; time++) await setMerger(a.system, form(decoderIds));
  const merger = { merge: true, decoderIds, ttl: 10, orphanStrategy: 'FORWARD' };
  expect((await getDestination(a.system, { id: a.ids.destination })).merger).toEqual(merger);
  const told = await database.sql`
    select before, after from audit_log where customer_id = ${a.customerId} and operation = 'destinations.update'`;
  expect(told).toEqual([{ before: { merger: null }, after: { merger } }]);
});

it('offers what its flows have on and what it names already', async () => {
  const { decoders, routes } = await getMergerChoices(a.system, { id: a.ids.destination });
  expect(decoders.map(({ id }) => id)).toEqual(expect.arrayContaining(await two(a)));
  for (const route of routes) expect(route).toMatchObject({ flow: { id: a.ids.flow }, devices: 1 });
});

it('takes no decoder of another customer, nor one that nobody has', async () => {
  const [own] = await two(a);
  for (const other of [b.ids.decoder, '00000000-0000-4000-8000-00000000dead'])
    await expect(setMerger(a.system, form([own, other]))).rejects.toMatchObject({
      code: 'decoders.not-found',
      fields: [{ path: 'decoderIds' }],
    });
  const merger = form(await two(b), b.ids.destination);
  await expect(setMerger(a.system, merger)).rejects.toMatchObject({ code: 'destinations.not-found' });
});

const WRONG: [string, { decoders?: number[]; ttl?: number; orphanStrategy?: string }][] = [
  ['one decoder', { decoders: [0] }],
  ['the same twice', { decoders: [0, 0] }],
  ['no time', { ttl: 0 }],
  ['longer than five minutes', { ttl: 301 }],
  ['half a second', { ttl: 0.5 }],
  ['another strategy', { orphanStrategy: 'KEEP' }],
];

it.each(WRONG)('refuses %s', async (_, { decoders = [0, 1], ...wrong }) => {
  const ids = await two(a);
  const decoderIds = decoders.map((at) => ids[at]);
  const input = { id: a.ids.destination, merge: true, ...wrong, decoderIds };
  expect(destinationMergerSchema.safeParse(input).success).toBe(false);
});

import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { listFreeSims } from './list-free-sims.ts';

const database = useTestDatabase();
let few: Tenant;
/** So many that an index is asked for digits that few of them have. */
let many: Tenant;

const COUNT = { few: 60, many: 1500 };
const iccid = (customer: 1 | 2, n: number) => `893108${customer}${String(n * 7919).padStart(12, '0')}`;

async function store({ customerId }: Tenant, customer: 1 | 2, count: number) {
  const rows = Array.from({ length: count }, (_, at) => ({
    customer_id: customerId,
    iccid: iccid(customer, at),
    msisdn: `3197${String(at).padStart(8, '0')}`,
    status: at === 55 ? 'ACTIVATED' : at === 56 ? 'RETIRED' : 'INVENTORY',
    device_id: null,
  }));
  for (let at = 0; at < rows.length; at += 500)
    await database.sql`insert into sims ${database.sql(rows.slice(at, at + 500))}`;
}

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  few = await createTenant(database.sql, 'A', catalogue);
  many = await createTenant(database.sql, 'B', catalogue);
  await database.sql`delete from sims where customer_id in (${few.customerId}, ${many.customerId})`;
  await store(few, 1, COUNT.few);
  await store(many, 2, COUNT.many);
  await database.sql`analyze sims`;
});

const free = async ({ system }: Tenant, q: string, limit = 50) => {
  const { items, more } = await listFreeSims(system, { q, limit });
  return { iccids: items.map((sim) => sim.iccid), more };
};

describe('SIMs that are in no device', () => {
  it('those ready for use first, a retired one never; it says that there are more', async () => {
    for (const [tenant, customer] of [
      [few, 1],
      [many, 2],
    ] as const) {
      const { iccids, more } = await free(tenant, '');
      expect(iccids.slice(0, 3)).toEqual([55, 0, 1].map((n) => iccid(customer, n)));
      expect(iccids).toHaveLength(50);
      expect(more).toBe(true);
      expect(iccids).not.toContain(iccid(customer, 56));
      expect(await free(tenant, iccid(customer, 56))).toEqual({ iccids: [], more: false });
    }
  });

  it('each is found by its digits, also what a first page does not hold', async () => {
    for (const [tenant, customer, last] of [
      [few, 1, COUNT.few - 1],
      [many, 2, COUNT.many - 1],
    ] as const) {
      const whole = iccid(customer, last);
      expect((await free(tenant, '')).iccids).not.toContain(whole);
      for (const q of [whole, whole.slice(-9), `${whole.slice(0, 4)} ${whole.slice(4)}`])
        expect(await free(tenant, q)).toEqual({ iccids: [whole], more: false });
      expect((await free(tenant, `3197${String(last).padStart(8, '0')}`)).iccids).toEqual([whole]);
    }
  });

  it('one in a device and one of another customer are not among them', async () => {
    await database.sql`update sims set device_id = ${few.ids.device} where iccid = ${iccid(1, 58)}`;
    expect((await free(few, iccid(1, 58))).iccids).toEqual([]);
    expect((await free(few, iccid(2, 1400))).iccids).toEqual([]);
    expect((await free(few, '', 100)).iccids).toHaveLength(COUNT.few - 2);
  });

  it('are for who may read SIMs', async () => {
    const support = actorWith(few.customerId, ['support.user']);
    await expect(listFreeSims(support, { q: '', limit: 5 })).rejects.toMatchObject({
      code: 'access.forbidden',
    });
  });
});

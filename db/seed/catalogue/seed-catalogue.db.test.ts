import { beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createCustomer } from '#server/customers/create-customer.ts';
import type { DeviceType } from '#server/device-types/contract.ts';
import { listDeviceTypes } from '#server/device-types/read-device-types.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { CATALOGUE } from './device-types.ts';
import { seedCatalogue } from './seed-catalogue.ts';

const database = useTestDatabase();
let types: DeviceType[] = [];
const type = (slug: string) => types.find((one) => one.slug === slug) as DeviceType;

beforeAll(async () => {
  // An installation from before this catalogue: a type without what is said of unread decoders.
  await database.sql`insert into device_types (customer_id, slug, name, category, "group", networks)
    values (${PLATFORM_CUSTOMER_ID}, 'digital-matter', 'As it stood', 'managed', 'Trackers', ${['cellular']})`;
  await seedCatalogue();
  await seedCatalogue();
  const { id } = await createCustomer({ name: 'A' });
  types = await listDeviceTypes(systemActor(id));
});

describe('the catalogue as a customer sees it', () => {
  it('holds every type once, each with a way to read or write it, or with what is missing said', () => {
    expect(types.map(({ slug }) => slug).sort()).toEqual(CATALOGUE.map(({ slug }) => slug).sort());
    const own = types.filter(({ category }) => category === 'own');
    expect(own.filter(({ decoders }) => decoders.length === 0).map(({ slug }) => slug)).toEqual([
      'streamline-m2m',
    ]);
    expect(own.every(({ networks, loraKeys }) => networks.includes('lora') === (loraKeys !== null))).toBe(
      true,
    );
  });

  it('types that programs know by an id have it', () => {
    expect(type('own-lora').id).toBe('1e7f596c-6eb4-44d2-bec6-0d93181d4330');
  });

  it('encoders come with their hex, whole bytes all', () => {
    const [encoder] = type('kpn-conditionsensor-co2-ii').encoders;
    expect(encoder?.commands.find(({ name }) => name === 'interval')?.values[1]).toEqual({
      value: '10m',
      hex: ['3E061400000258FE'],
    });
    const hex = types.flatMap(({ encoders }) =>
      encoders.flatMap(({ commands }) => commands.flatMap(({ values }) => values.flatMap((one) => one.hex))),
    );
    expect(hex.length).toBeGreaterThan(20);
    expect(hex.filter((one) => !/^([0-9A-F]{2})+$/.test(one))).toEqual([]);
  });

  it('says honestly which decoders it cannot be, also on an installation that had the type', () => {
    expect(type('digital-matter')).toMatchObject({ name: 'As it stood' });
    expect(type('digital-matter').unreadDecoders).toHaveLength(1);
    const [first] = type('kpn-conditionsensor-co2-iii-motion').unreadDecoders;
    expect(first).toMatchObject({
      missing: 'layout',
      records: expect.arrayContaining(['CO2Concentration ppm']),
    });
  });
});
